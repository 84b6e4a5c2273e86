"""How the demo's rooms are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """Said `days_ago`. `thread` and `quotes` are numbers of lines: it answers the one, quotes the other."""

    days_ago: float
    handle: str
    words: str
    thread: int | None = None
    quotes: int | None = None
    hearts: int = 0
    is_pinned: bool = False


@dataclass(frozen=True)
class Table:
    """A room; the first of `people` keeps it."""

    name: str
    topic: str
    openness: str
    people: tuple[str, ...]
    lines: tuple[Line, ...]
