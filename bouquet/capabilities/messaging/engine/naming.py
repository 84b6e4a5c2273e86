"""How a message names what it carries: by links, so that it can be edited, quoted and taken along as text."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import UUID

# Of an attachment's sort, the part of its address.
PLACES = {"picture": "pictures", "file": "files", "sound": "sounds"}
_NAMED = re.compile(
    r"\[(?P<words>[^\]\n]*)\]\([^)\s]*/rooms/(?P<room>[\w-]+)/"
    rf"(?:{'|'.join(PLACES.values())})/(?P<key>[0-9a-f-]{{36}})(?:\?[^)\s]*)?\)"
)
_MARKS = re.compile(r"[\\\[\]()*_`~<>]")
_GAPS = re.compile(r"\n{3,}")
MOST_WORDS = 200


def keys_in(text: str, room: str) -> list[UUID]:
    """What of `room` (its code) `text` names, each once, in order."""
    keys: dict[UUID, None] = {}
    for one in _NAMED.finditer(text):
        try:
            if one["room"] == room:
                keys[UUID(one["key"])] = None
        except ValueError:
            continue
    return list(keys)


def without(text: str, keys: Collection[str]) -> str:
    """`text` without the links that name `keys`: they are shown below it."""
    shown = _NAMED.sub(lambda one: "" if one["key"] in keys else one.group(), text)
    return _GAPS.sub("\n\n", shown).strip()


def spoken(text: str, keys: Collection[str]) -> str:
    """`text` with only the words of those links: what there is to judge, which is no advertisement for our own host."""
    return _NAMED.sub(lambda one: one["words"] if one["key"] in keys else one.group(), text)


def name(address: str, words: str) -> str:
    """The Markdown that names what is at `address`."""
    plain = " ".join(_MARKS.sub(" ", words).split())[:MOST_WORDS]
    return f"[{plain}]({address})"
