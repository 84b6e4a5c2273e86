"""Words as people mean them, however they type them: without accents or case, so that « ETE » is « été »."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def fold(text: str) -> str:
    """`text` in lower case and without accents or ligatures; places of characters are not kept."""
    if text.isascii():
        return text.lower()
    # Case is folded again after the decomposition: a mathematical 𝕬 only then is an A (Unicode §3.13, D147). Ligatures
    # come last: only decomposed is « ǽ » one with an accent.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    plain = plain.translate(_LIGATURES)
    return plain if plain.isascii() else "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The folded words of `text`, in order: letters and digits only."""
    return _WORD.findall(fold(text))


def spaced(text: str) -> str:
    """The folded words of `text`, parted by single spaces."""
    return " ".join(words_of(text))
