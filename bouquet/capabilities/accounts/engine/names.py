"""Display names as they are kept."""

from __future__ import annotations

import unicodedata

# What turns the reading direction around or shows nothing: with these a name can pose as another or break a page.
# Joiners stay: emoji and several scripts are written with them.
_INVISIBLE = frozenset("\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def tidied(name: str) -> str:
    """One line, single spaces, composed letters, nothing invisible."""
    spaced = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in name)
    seen = "".join(sign for sign in spaced if sign not in _INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", seen).split())
