"""The videos of the demo: who made them, what they show, and what is said about them. `seeding.SCENES` has them all."""

from __future__ import annotations

from dataclasses import dataclass

WIDE, TALL, SQUARE, SMALL = (640, 360), (360, 640), (432, 432), (426, 240)


@dataclass(frozen=True)
class Scene:
    """`graph` and `tune` name what it shows and sounds like (no tune: silent). `days_ago` is when it was published;
    less than zero is in the future. `draw` says how many people watch it, `hold` how far they get (0–1).
    """

    key: str
    author: str
    title: str
    description: str
    graph: str
    tune: str
    seconds: int
    days_ago: float
    category: str
    tags: tuple[str, ...]
    draw: int
    hold: float = 0.6
    size: tuple[int, int] = WIDE
    visibility: str = "public"
    licence: str = "reserved"
    allows_download: bool = False
    reply_to: str = ""
    captions: tuple[tuple[int, int, str], ...] = ()
    chapters: tuple[tuple[int, str], ...] = ()
