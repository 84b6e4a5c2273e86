"""What changed between two texts, line by line and, in a line that changed, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_PARTS: Final = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing words costs the product of their numbers; two lines that long are shown one after the other.
_MOST_WORDS: Final = 4000
# How many lines that stayed are shown around those that did not.
_AROUND: Final = 2


class Piece(NamedTuple):
    """Some words: `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line of the comparison. `kind` is `same`, `gone`, `new`, `changed`, or `skipped` (that many that stayed)."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    count: int = 0


def compared(before: str, after: str) -> list[Line]:
    """How `after` came from `before`; lines that stayed are shown near those that changed, and counted elsewhere."""
    old, new = before.split("\n"), after.split("\n")
    lines: list[Line] = []
    for kind, start, end, to, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [Line("same", (Piece("same", text),)) for text in old[start:end]]
        else:
            lines += _changed(old[start:end], new[to:until])
    return list(_folded(lines))


def is_changed(lines: Sequence[Line]) -> bool:
    """Whether there is any difference."""
    return any(line.kind not in ("same", "skipped") for line in lines)


def _changed(old: list[str], new: list[str]) -> Iterator[Line]:
    for gone, came in zip(old, new, strict=False):
        yield _words(gone, came)
    yield from (Line("gone", (Piece("gone", text),)) for text in old[len(new) :] if text)
    yield from (Line("new", (Piece("new", text),)) for text in new[len(old) :] if text)


def _words(old: str, new: str) -> Line:
    before, after = _PARTS.findall(old), _PARTS.findall(new)
    if len(before) * len(after) > _MOST_WORDS**2 or not before or not after:
        pieces = [Piece("gone", old), Piece("new", new)]
        return Line("changed", tuple(piece for piece in pieces if piece.text))
    found: list[Piece] = []
    for kind, start, end, to, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(before[start:end])))
            continue
        if end > start:
            found.append(Piece("gone", "".join(before[start:end])))
        if until > to:
            found.append(Piece("new", "".join(after[to:until])))
    return Line("changed", tuple(found))


def _folded(lines: list[Line]) -> Iterator[Line]:
    near = {
        place + offset
        for place, line in enumerate(lines)
        if line.kind != "same"
        for offset in range(-_AROUND, _AROUND + 1)
    }
    skipped = 0
    for place, line in enumerate(lines):
        if place in near:
            if skipped:
                yield Line("skipped", count=skipped)
            skipped = 0
            yield line
        else:
            skipped += 1
    if skipped:
        yield Line("skipped", count=skipped)
