"""Tags are told apart by their folded words: « Grimpe », “grimpe ” and « #GRIMPÉ » are close, « grimpe » is one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bouquet.foundation.text.folding import fold

LONGEST = 60
_APART = re.compile(r"[\W_]+")


def slug_of(said: str) -> str:
    """What somebody typed, as a slug: without accents, case, punctuation or invisible signs; empty when nothing is
    left.

    `C++` and `C#` would be one with `C`: the two signs are spelt out when they end a word.
    """
    spelt = re.sub(r"(?<=\w)\+\+", " plus plus", said)
    spelt = re.sub(r"(?<=\b\w)#", " sharp", spelt)
    kept = "".join(sign for sign in fold(spelt).replace("&", " et ") if unicodedata.category(sign) != "Cf")
    return _APART.sub("-", kept).strip("-")[:LONGEST].strip("-")


def tidied(said: str) -> str:
    """The words as they are shown: one line, no leading `#`, no invisible sign, at most `LONGEST` characters."""
    seen = "".join(
        sign for sign in unicodedata.normalize("NFC", said) if unicodedata.category(sign) not in {"Cf", "Cc"}
    )
    return " ".join(seen.split()).lstrip("#").strip()[:LONGEST].strip()


def by_slug(saying: Iterable[str]) -> dict[str, str]:
    """The words as they are shown, by their slugs, in their order: each affinity once, as it was said first."""
    found: dict[str, str] = {}
    for said in saying:
        if slug := slug_of(said):
            found.setdefault(slug, tidied(said))
    return found
