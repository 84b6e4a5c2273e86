"""The looks a blog may have. Their colours and letters are tokens in `static/blogs/css/looks.css`, one block each, for
light and dark; a test holds every pair that meets to WCAG 2.2."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Look:
    """`key` is in the page's class (`look-paper`); `about` says whom it suits."""

    key: str
    name: str | Promise
    about: str | Promise


LOOKS = (
    Look("table", pgettext_lazy("look", "The table"), pgettext_lazy("look", "Night blue and coral, as this house")),
    Look("paper", pgettext_lazy("look", "Paper"), pgettext_lazy("look", "Cream and ink red, for long texts")),
    Look("garden", pgettext_lazy("look", "Garden"), pgettext_lazy("look", "Greens, round corners, open air")),
    Look("studio", pgettext_lazy("look", "Studio"), pgettext_lazy("look", "Black on white, straight lines, one blue")),
    Look("dusk", pgettext_lazy("look", "Dusk"), pgettext_lazy("look", "Plum and amber, soft and warm")),
)
KEYS = frozenset(look.key for look in LOOKS)
