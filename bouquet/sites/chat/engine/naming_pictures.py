"""How a message names the pictures it shows: by links, so that it can be edited, quoted and taken along as text."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAMED = re.compile(
    r"\[(?P<alt>[^\]\n]*)\]\([^)\s]*/rooms/(?P<room>[\w-]+)/pictures/(?P<key>[0-9a-f-]{36})\?size="
    r"(?P<width>\d{1,5})x(?P<height>\d{1,5})\)"
)
_MARKS = re.compile(r"[\\\[\]()*_`~<>]")
MOST_ALT = 200


class Named(NamedTuple):
    """One picture in a text; sizes in pixels."""

    alt: str
    key: str
    width: int
    height: int


def named_in(text: str, room: str) -> list[Named]:
    """The pictures of `room` (its code) that `text` names, in order."""
    return [
        Named(one["alt"], one["key"], int(one["width"]), int(one["height"]))
        for one in _NAMED.finditer(text)
        if one["room"] == room
    ]


def name(address: str, alt: str, width: int, height: int) -> str:
    """The Markdown that names the picture at `address`."""
    words = " ".join(_MARKS.sub(" ", alt).split())[:MOST_ALT]
    return f"[{words}]({address}?size={width}x{height})"
