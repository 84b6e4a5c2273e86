"""The shapes of the demo's story."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """A tribe. `motif` and `colours` draw its emblem; `size` is how many are in it, founder and keepers included."""

    key: str
    name: str
    openness: str
    founder: str
    keepers: tuple[str, ...]
    size: int
    about: str
    rules: str
    tags: tuple[str, ...]
    motif: str
    colours: tuple[str, str, str]
    place: str = ""
    question: str = ""


@dataclass(frozen=True)
class Shot:
    """A photo: a motif that `photos.draw` knows, and what it shows, in words."""

    motif: str
    alt: str


@dataclass(frozen=True)
class Vote:
    """A poll. It ends `days` after it was posted; 0 never."""

    question: str
    options: tuple[str, ...]
    is_multiple: bool = False
    days: int = 7


@dataclass(frozen=True)
class Meeting:
    """An event, `in_days` from today (negative: it took place)."""

    title: str
    in_days: int
    hour: int
    hours: float = 2
    place: str = ""
    link: str = ""


@dataclass(frozen=True)
class Said:
    """A post. `replies` are pairs of handle and words; one that begins with > answers the one before it."""

    tribe: str
    author: str
    hours_ago: float
    text: str
    photos: tuple[Shot, ...] = ()
    poll: Vote | None = None
    event: Meeting | None = None
    video: str = ""
    is_pinned: bool = False
    love: float = 0.3
    replies: tuple[tuple[str, str], ...] = ()
