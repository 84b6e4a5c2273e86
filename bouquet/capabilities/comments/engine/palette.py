"""The emoji one may react with: few, so that a row of them says something."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# In the order they are offered; the first is what one tap gives.
PALETTE: dict[str, str | Promise] = {
    "❤️": _("Love"),
    "👍": _("Well done"),
    "😂": _("Funny"),
    "😮": _("Surprising"),
    "😢": _("Sad"),
    "🔥": _("Brilliant"),
}
