"""Events as they travel: encoded once, sent to all who follow."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """One event of a room. `own` is what the author of a hidden message gets instead. `people`: those it comes from;
    who keeps apart from one of them gets a `skip`. `concerns`: whose seat it changes. `rechecks`: everybody's may have.
    `posts`: how many messages more there are; `gone`: the number of the one that was taken back.
    """

    seq: int
    data: bytes
    people: frozenset[UUID] = NOBODY
    author: UUID | None = None
    own: bytes | None = None
    mentions: frozenset[UUID] = NOBODY
    posts: int = 0
    gone: int = 0
    concerns: UUID | None = None
    rechecks: bool = False
    is_reset: bool = False
    # Whether anybody must look at the three above.
    is_special: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_special", self.is_reset or self.rechecks or self.concerns is not None)

    def for_reader(self, code: str, account: UUID | None, apart: Collection[UUID]) -> bytes:
        """The bytes after the `id:` line."""
        if apart and not self.people.isdisjoint(apart):
            return encoded("log", {"room": code, "seq": self.seq, "kind": "skip"})
        if self.own is not None and account is not None and account == self.author:
            return self.own
        return self.data


@dataclass(frozen=True, slots=True)
class News:
    """What happened in a room since a number: where it stands now, and the frames, without a hole from that number."""

    seq: int
    posts: int
    frames: Sequence[Frame] = ()


@dataclass(frozen=True, slots=True)
class Caught:
    """What one reader gets to catch up: nothing any more (`is_gone`), a snapshot, or the frames since their number."""

    seq: int = 0
    is_gone: bool = False
    reset: bytes | None = None
    frames: Sequence[Frame] = ()
    apart: frozenset[UUID] = NOBODY


@dataclass(frozen=True, slots=True)
class Heads:
    """All rooms of a member, encoded, with where each stands; and whose words they are not shown, by room."""

    data: bytes
    rooms: Mapping[str, int] = field(default_factory=dict)
    apart: Mapping[str, frozenset[UUID]] = field(default_factory=dict)


def encoded(name: str, data: Any) -> bytes:
    """The fields of an event but its `id` (WHATWG HTML §9.2.6). JSON has no line end in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n".encode()
