"""Tags are told apart by their folded words: « Grimpe », “grimpe ” and « #GRIMPÉ » are close, « grimpe » is one."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
_APART = re.compile(r"[\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "&": " et "})


def slug_of(said: str) -> str:
    """What somebody typed, as a slug: without accents, case, punctuation or invisible signs; empty when nothing is
    left.

    `C++` and `C#` would be one with `C`: the two signs are spelt out when they end a word.
    """
    spelt = re.sub(r"(?<=\w)\+\+", " plus plus", said)
    spelt = re.sub(r"(?<=\b\w)#", " sharp", spelt)
    # Case is folded again after the decomposition: a mathematical 𝕬 only then is an A (Unicode §3.13, D147).
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", spelt.casefold()).casefold())
    plain = plain.translate(_LIGATURES)
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    return _APART.sub("-", kept).strip("-")[:LONGEST].strip("-")


def tidied(said: str) -> str:
    """The words as they are shown: one line, no leading `#`, no invisible sign, at most `LONGEST` characters."""
    seen = "".join(
        sign for sign in unicodedata.normalize("NFC", said) if unicodedata.category(sign) not in {"Cf", "Cc"}
    )
    return " ".join(seen.split()).lstrip("#").strip()[:LONGEST].strip()
