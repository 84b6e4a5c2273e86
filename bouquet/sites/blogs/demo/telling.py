"""How the demo's blogs are told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    """A post, in Markdown. `{two}` stands where its second picture does; the first is its cover."""

    days_ago: float
    title: str
    words: str
    motif: str
    alt: str
    tags: tuple[str, ...] = ()
    author: str = ""
    is_pinned: bool = False


@dataclass(frozen=True)
class Diary:
    """A blog. `palette`: three colours of its pictures."""

    slug: str
    name: str
    tagline: str
    about: str
    owner: str
    theme: str
    palette: tuple[str, str, str]
    posts: tuple[Told, ...]
    authors: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()
    category: str = ""
    roll: tuple[tuple[str, str], ...] = field(default_factory=tuple)
