"""Wake-ups: “look at this room”, from whoever wrote to whoever streams. They carry no truth and may be lost, for
streams look by themselves now and then. Three methods, so that an installation can choose what carries them.

Between the processes of one machine the house's shared counters do (`foundation.live.generations`); between machines,
Valkey (`engine.publishing`) where it is configured, else PostgreSQL's NOTIFY where it is the database
(`engine.notifying`).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Final, Protocol
from uuid import UUID

import numpy as np

from bouquet.foundation.live.generations import Generations, cell_of

ANY: Final = "rooms"
LOOK_SECONDS: Final = 0.02

Woken = Callable[[Collection[str]], None]


def room_tag(code: str) -> str:
    """Something happened in this room."""
    return f"room:{code}"


def member_tag(account_id: UUID) -> str:
    """The rooms of this member, or how far they read, are not what they were."""
    return f"talker:{account_id}"


def apart_tag(account_id: UUID) -> str:
    """Whom this member keeps apart from is not what it was."""
    return f"apart:{account_id}"


class Tags:
    """What somebody here wants to be woken for, however many want it; found by name, or by the cell a name falls on."""

    def __init__(self) -> None:
        self._wanted: Counter[str] = Counter()
        self._on: dict[int, set[str]] = {}

    def add(self, *tags: str) -> None:
        for tag in tags:
            self._wanted[tag] += 1
            if self._wanted[tag] == 1:
                self._on.setdefault(cell_of(tag), set()).add(tag)

    def discard(self, *tags: str) -> None:
        """Each once: as often as it was added."""
        for tag in tags:
            self._wanted[tag] -= 1
            if self._wanted[tag] <= 0:
                del self._wanted[tag]
                cell = cell_of(tag)
                self._on[cell].discard(tag)
                if not self._on[cell]:
                    del self._on[cell]

    def __len__(self) -> int:
        return len(self._wanted)

    def named(self, names: Collection[str]) -> list[str]:
        """Those of `names` that are wanted; all of them where nothing is named."""
        return [name for name in names if name in self._wanted] if names else list(self._wanted)

    def falling_on(self, cells: Iterable[int]) -> list[str]:
        return [tag for cell in cells for tag in self._on.get(cell, ())]


class Wakeups(Protocol):
    """What carries them."""

    def send(self, tags: Collection[str]) -> None:
        """From any thread; returns at once and never raises."""

    async def listen(self, woken: Woken, watched: Tags) -> None:
        """Call `woken(tags)` with those of `watched` that were sent, until cancelled."""

    def close(self) -> None:
        """Let go of what it holds."""


class Cells:
    """Counters in a file every process of this machine maps; one look at one number while nothing happens."""

    def __init__(self, generations: Generations) -> None:
        self.generations = generations

    def send(self, tags: Collection[str]) -> None:
        # The common one last: who sees it finds the others changed already.
        self.generations.advance([*tags, ANY])

    async def listen(self, woken: Woken, watched: Tags) -> None:
        numbers = self.generations.cells
        any_cell = cell_of(ANY)
        # Both before anybody watches: whoever begins to reads the log afterwards, and what happened in between is seen.
        last, before = numbers[any_cell], np.array(numbers)
        while True:
            now = numbers[any_cell]
            if now != last:
                after = np.array(numbers)
                tags = watched.falling_on(np.flatnonzero(after != before).tolist())
                last, before = now, after
                if tags:
                    woken(tags)
            await asyncio.sleep(LOOK_SECONDS)

    def close(self) -> None:
        pass
