"""Watched words in a text, however they are disguised, and never inside another word (the « Scunthorpe » problem).

A watched word is one word or several; with a star at its end it also finds what begins so (`spam*`: `spammeur`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bouquet.capabilities.moderation.engine import folding

_TOKEN = re.compile(r"[^\W_]+")
# One letter, something between, one letter…: « c.o.n », « c o n ».
_SPELT = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,3}[^\W_](?![^\W_])){2,}")
_SHORTEST_SPELT = 3


@dataclass(frozen=True)
class Watched:
    """One entry: what is looked for, as the operator wrote it, and what happens then."""

    word: str
    action: str

    @property
    def parts(self) -> tuple[str, ...]:
        return parts_of(self.word)

    @property
    def is_beginning(self) -> bool:
        return self.word.rstrip().endswith("*")


@dataclass(frozen=True)
class Found:
    watched: Watched
    written: str


def parts_of(word: str) -> tuple[str, ...]:
    """The tokens of a watched word as they are compared; empty when nothing of it can be."""
    bare = folding.bare(word)
    in_latin_text = folding.is_latin(bare)
    return tuple(folding.latin(token, in_latin_text=in_latin_text) for token in _TOKEN.findall(bare))


def normalised(word: str) -> str:
    """How two entries are the same."""
    return " ".join(parts_of(word)) + ("*" if word.rstrip().endswith("*") else "")


class Lexicon:
    """Watched words, ready to be looked for. Costs what the text is long, however many words there are."""

    def __init__(self, watched: Iterable[Watched]) -> None:
        self._whole: dict[tuple[str, ...], list[Watched]] = defaultdict(list)
        self._beginnings: list[Watched] = []
        self._single: list[Watched] = []
        for one in watched:
            if not one.parts:
                continue
            if one.is_beginning and len(one.parts) == 1:
                self._beginnings.append(one)
            else:
                self._whole[tuple(folding.squeezed(part) for part in one.parts)].append(one)
            if len(one.parts) == 1 and len(one.parts[0]) >= _SHORTEST_SPELT:
                self._single.append(one)
        self._lengths = sorted({len(key) for key in self._whole})

    def find(self, text: str) -> list[Found]:
        """Each watched word that is in `text`, once."""
        if not self._whole and not self._beginnings:
            return []
        found: dict[str, Found] = {}
        for one, written in self._matches(folding.bare(text)):
            found.setdefault(one.word, Found(one, written))
        return list(found.values())

    def _matches(self, bare: str) -> Iterator[tuple[Watched, str]]:
        in_latin_text = folding.is_latin(bare)
        tokens = [folding.latin(token, in_latin_text=in_latin_text) for token in _TOKEN.findall(bare)]
        yield from self._in_a_row([folding.unsigned(token) for token in tokens], tokens)
        for chunk in bare.split():
            yield from self._alone(_letters_of(chunk, in_latin_text), chunk)
        for match in _SPELT.finditer(bare):
            spelt = "".join(folding.latin(token, in_latin_text=True) for token in _TOKEN.findall(match[0]))
            for meant in folding.unsigned(spelt):
                yield from ((one, match[0]) for one in self._single if one.parts[0] in meant)

    def _in_a_row(self, variants: list[tuple[str, ...]], tokens: list[str]) -> Iterator[tuple[Watched, str]]:
        for start, meant in enumerate(variants):
            for variant in meant:
                yield from ((one, tokens[start]) for one in self._beginnings if _begins(one.parts[0], variant))
            for length in self._lengths:
                window = variants[start : start + length]
                if len(window) < length:
                    break
                for row in _rows(window):
                    for one in self._whole.get(tuple(folding.squeezed(token) for token in row), ()):
                        if all(map(folding.is_said, one.parts, row)):
                            yield one, " ".join(tokens[start : start + length])

    def _alone(self, meant: Iterable[str], written: str) -> Iterator[tuple[Watched, str]]:
        for token in meant:
            yield from ((one, written) for one in self._beginnings if _begins(one.parts[0], token))
            for one in self._whole.get((folding.squeezed(token),), ()):
                if folding.is_said(one.parts[0], token):
                    yield one, written


def _letters_of(chunk: str, in_latin_text: bool) -> set[str]:
    """What stands between two spaces, its separators left out: « con-nard », « @bruti », « s@lope! »."""
    known = folding.latin(chunk, in_latin_text=in_latin_text)
    # A sign at the end may be a letter, or only a sign.
    forms = (known, known.strip("".join(folding.SIGNS - {"@", "$"})))
    meant = {"".join(_TOKEN.findall(variant)) for form in forms for variant in folding.unsigned(form)}
    return meant - {""}


def _rows(window: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Each variant by its place: the first of all, the second of all… A phrase is not disguised in two ways at once."""
    for number in range(max(len(variants) for variants in window)):
        yield tuple(variants[min(number, len(variants) - 1)] for variants in window)


def _begins(beginning: str, token: str) -> bool:
    """Also when its letters are drawn out."""
    wanted = folding.runs(beginning)
    got = folding.runs(token)[: len(wanted)]
    if len(got) < len(wanted):
        return False
    *firsts, (last, many) = got
    drawn = "".join(character * count for character, count in firsts)
    return folding.is_said(beginning, drawn + last * (wanted[-1][1] if many >= wanted[-1][1] else many))


@lru_cache(maxsize=8)
def lexicon(watched: tuple[Watched, ...]) -> Lexicon:
    """The lexicon of these words; made once for each process while they do not change."""
    return Lexicon(watched)
