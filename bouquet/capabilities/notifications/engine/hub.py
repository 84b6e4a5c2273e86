"""The numbers on the badges of all who listen on this process, counted together.

Whoever changes an inbox advances two cells (`foundation.live.generations`): the member's own, and one for all. The hub
wakes by the second, sees by the first for whom to count, and counts for all of them with one question. What happens on
another machine it sees a few seconds later, because it counts for everybody now and then. It knows no database:
`count` does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from bouquet.foundation.live.generations import Generations, cell_of

TAG: Final = "inboxes"
# How soon after a change it is told, and how often it is counted for everybody without one.
LOOK_SECONDS: Final = 0.2
ROUND_SECONDS: Final = 10.0

Count = Callable[[Collection[UUID]], Mapping[UUID, int]]
Told = Callable[[int], None]


def tag(account_id: UUID) -> str:
    """What is purged when the inbox of a member changes."""
    return f"inbox:{account_id}"


@dataclass
class _Member:
    """One who listens, in one or more browsers. `number` is of their cell when they were last counted for."""

    cell: int
    number: int | None = None
    unread: int | None = None
    listeners: dict[object, Told] = field(default_factory=dict)


class Hub:
    """One for each process (and event loop)."""

    def __init__(self, generations: Generations, count: Count) -> None:
        self.generations, self.count = generations, count
        self.members: dict[UUID, _Member] = {}
        self._counting: asyncio.Task[None] | None = None
        self._round_at = 0.0
        self._number: int | None = None

    def listen(self, account_id: UUID, told: Told) -> Callable[[], None]:
        """Call `told` with how much `account_id` has not read: soon, then whenever it is another number. The answer
        ends it."""
        member = self.members.setdefault(account_id, _Member(cell_of(tag(account_id))))
        listener = object()
        member.listeners[listener] = told
        if member.unread is not None:
            told(member.unread)
        if self._counting is None or self._counting.done():
            self._counting = asyncio.ensure_future(self._count_on())

        def end() -> None:
            member.listeners.pop(listener, None)
            if not member.listeners and self.members.get(account_id) is member:
                del self.members[account_id]

        return end

    async def _count_on(self) -> None:
        """Until nobody listens any more."""
        loop = asyncio.get_running_loop()
        while self.members:
            wanted = self._wanted(everybody=loop.time() - self._round_at >= ROUND_SECONDS)
            if len(wanted) == len(self.members):
                self._round_at = loop.time()
            if wanted:
                await self._count_for(wanted)
            await asyncio.sleep(LOOK_SECONDS)

    def _wanted(self, *, everybody: bool) -> list[UUID]:
        (number,) = self.generations.read([cell_of(TAG)])
        quiet, self._number = number == self._number, number
        wanted = []
        for account_id, member in self.members.items():
            own = self.generations.cells[member.cell] if not quiet or everybody or member.number is None else None
            if everybody or (own is not None and own != member.number):
                # Read before it is counted: what changes meanwhile is counted again.
                member.number = own
                wanted.append(account_id)
        return wanted

    async def _count_for(self, wanted: list[UUID]) -> None:
        try:
            counted = await asyncio.to_thread(self.count, wanted)
        except Exception:
            # The database may be away for a moment: all of them are asked for again.
            for account_id in wanted:
                if member := self.members.get(account_id):
                    member.number = None
            return
        for account_id, unread in counted.items():
            member = self.members.get(account_id)
            if member is not None and member.unread != unread:
                member.unread = unread
                for told in list(member.listeners.values()):
                    told(unread)
