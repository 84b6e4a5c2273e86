"""Words as they are searched: without accents, case or punctuation, so that « ete » finds « été »."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[^\w]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def fold(text: str) -> str:
    """`text` in lower case, without accents, its words parted by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_APART.sub(" ", kept.replace("_", " ")).split())
