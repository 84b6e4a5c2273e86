"""What may be put on a message: one emoji, whichever the keyboard has (UTS #51)."""

from __future__ import annotations

import unicodedata

LONGEST = 32
# Joiner, the two variation selectors, the keycap.
_GLUE = {"\u200d", "\ufe0e", "\ufe0f", "\u20e3"}
_KEYS = set("0123456789#*")


def is_emoji(text: str) -> bool:
    """Whether `text` is symbols alone: no letter, no space; a digit only as a keycap."""
    if not text or len(text) > LONGEST:
        return False
    drawn = False
    for letter in text:
        if letter in _GLUE or unicodedata.category(letter) == "Sk" or 0xE0020 <= ord(letter) <= 0xE007F:
            continue
        if letter in _KEYS and text.endswith("\u20e3"):
            continue
        if unicodedata.category(letter) != "So" and letter not in "\u203c\u2049\u2194\u2195\u27a1\u2b05":
            return False
        drawn = True
    return drawn or text.endswith("\u20e3")
