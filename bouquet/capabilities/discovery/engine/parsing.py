"""What a visitor typed, as something to look for: words, “a phrase”, -without."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bouquet.capabilities.discovery.engine.words import LITTLE_WORDS, stem, words_of

LONGEST_QUERY = 120
MOST_PARTS = 12

# A minus counts before a word or a quotation mark, and only at the beginning of either.
_PART = re.compile(
    r"(?P<minus>(?<!\S)[-\u2212](?=[^\s\-]))?"
    r"(?:[\"“”«](?P<phrase>[^\"“”»]*)[\"“”»]?|(?P<word>[^\s\"“”«»]+))"
)


@dataclass(frozen=True)
class Part:
    """One word, or several in a row. `words` are folded; `typed` is as it was written."""

    words: tuple[str, ...]
    typed: str
    is_phrase: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(word) for word in self.words)


@dataclass(frozen=True)
class Asked:
    """All of `wanted` must be there, none of `unwanted`."""

    wanted: tuple[Part, ...] = ()
    unwanted: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def stems(self) -> frozenset[str]:
        """Every stem that a result is marked for."""
        return frozenset(stem for part in self.wanted for stem in part.stems)


def tidy(typed: str) -> str:
    """One line of at most `LONGEST_QUERY` characters."""
    return " ".join(typed.replace("\0", "").split())[:LONGEST_QUERY].strip()


def parse(typed: str) -> Asked:
    """Never fails: what means nothing is left out. Little words count only between quotation marks, or alone."""
    wanted: list[Part] = []
    unwanted: list[Part] = []
    for found in _PART.finditer(tidy(typed)):
        text = found["phrase"] if found["phrase"] is not None else found["word"]
        words = tuple(words_of(text))
        if not words:
            continue
        parts = [Part(words, text.strip(), is_phrase=True)] if found["phrase"] is not None else _apart(words, text)
        (unwanted if found["minus"] else wanted).extend(parts)
    return Asked(tuple(_telling(wanted)[:MOST_PARTS]), tuple(unwanted[:MOST_PARTS]))


def _apart(words: tuple[str, ...], text: str) -> list[Part]:
    return [Part(words, text)] if len(words) == 1 else [Part((word,), word) for word in words]


def _telling(parts: list[Part]) -> list[Part]:
    once = list({(part.words, part.is_phrase): part for part in parts}.values())
    telling = [part for part in once if part.is_phrase or part.words[0] not in LITTLE_WORDS]
    return telling or once
