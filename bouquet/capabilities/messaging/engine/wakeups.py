"""Wake-ups: “look at this room”, from whoever wrote to whoever streams. They carry no truth and may be lost, for
streams look by themselves now and then. Three methods, so that an installation can choose what carries them.

Between the processes of one machine the house's shared counters do (`foundation.live.generations`); between machines,
Valkey (`engine.publishing`) where it is configured, else PostgreSQL's NOTIFY where it is the database
(`engine.notifying`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Final, Protocol
from uuid import UUID

from bouquet.foundation.live.generations import Generations, cell_of

ANY: Final = "rooms"
LOOK_SECONDS: Final = 0.02

Woken = Callable[[Collection[str]], None]
Watched = Callable[[], Collection[str]]


def room_tag(code: str) -> str:
    """Something happened in this room."""
    return f"room:{code}"


def member_tag(account_id: UUID) -> str:
    """The rooms of this member, or how far they read, are not what they were."""
    return f"talker:{account_id}"


def apart_tag(account_id: UUID) -> str:
    """Whom this member keeps apart from is not what it was."""
    return f"apart:{account_id}"


class Wakeups(Protocol):
    """What carries them."""

    def send(self, tags: Collection[str]) -> None:
        """From any thread; returns at once and never raises."""

    async def listen(self, woken: Woken, watched: Watched) -> None:
        """Call `woken(tags)` with those of `watched()` that were sent, until cancelled."""

    def close(self) -> None:
        """Let go of what it holds."""


class Cells:
    """Counters in a file every process of this machine maps; one look at one number while nothing happens."""

    def __init__(self, generations: Generations) -> None:
        self.generations = generations

    def send(self, tags: Collection[str]) -> None:
        # The common one last: who sees it finds the others changed already.
        self.generations.advance([*tags, ANY])

    async def listen(self, woken: Woken, watched: Watched) -> None:
        numbers = self.generations.cells
        any_cell = cell_of(ANY)
        seen: dict[str, int] = {}
        last = numbers[any_cell]
        while True:
            now = numbers[any_cell]
            tags = watched()
            if now != last or len(seen) != len(tags):
                last = now
                present = {tag: numbers[_cell(tag)] for tag in tags}
                changed = [tag for tag, number in present.items() if seen.get(tag) != number]
                seen = present
                if changed:
                    woken(changed)
            await asyncio.sleep(LOOK_SECONDS)

    def close(self) -> None:
        pass


@lru_cache(maxsize=65536)
def _cell(tag: str) -> int:
    return cell_of(tag)
