"""The emoji one may react with: few, so that a row of them says something. Each is drawn by ourselves, so that it looks
the same on every machine; as a character it travels in mails and notices."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Choice(NamedTuple):
    """`picture` is the path of its drawing among static files."""

    label: str | Promise
    picture: str


# In the order they are offered; the first is what one tap gives.
PALETTE: dict[str, Choice] = {
    "❤️": Choice(_("Love"), "comments/reactions/heart.svg"),
    "👍": Choice(_("Well done"), "comments/reactions/clap.svg"),
    "😂": Choice(_("Funny"), "comments/reactions/laugh.svg"),
    "😮": Choice(_("Surprising"), "comments/reactions/wow.svg"),
    "😢": Choice(_("Sad"), "comments/reactions/sad.svg"),
    "🔥": Choice(_("Brilliant"), "comments/reactions/fire.svg"),
}
