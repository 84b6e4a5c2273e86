"""One open stream: what it holds of each room, what waits to be sent to it.

A room is either joined (what happens is pushed into the queue) or behind (what happens is not kept for it: it reads it
from the log, from where it stands). Streams begin behind; one that is too slow falls behind again. Subscribing comes
before reading, and whatever is pushed below the place reached is dropped: so nothing is missed or sent twice.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bouquet.capabilities.messaging.engine import cursors
from bouquet.capabilities.messaging.engine.frames import NOBODY, Frame, encoded

if TYPE_CHECKING:
    from bouquet.capabilities.messaging.engine.hub import Hub

MOST_WAITING: Final = 300
MOST_AT_ONCE: Final = 100
STREAM_SECONDS: Final = 600.0

Send = Callable[[bytes], Awaitable[None]]


class Follower:
    """`places` is what the client holds, by room; `account` is None for a visitor nobody knows. `wants_heads`: it is to
    hear of all rooms of the account."""

    __slots__ = (
        "account",
        "apart",
        "behind",
        "deaf",
        "hub",
        "is_over",
        "is_stopped",
        "latest",
        "light",
        "moved",
        "needs_heads",
        "places",
        "queue",
        "queued",
        "sending_since",
        "sent_at",
        "task",
        "unheard",
        "until",
        "waiter",
        "wants_heads",
    )

    def __init__(
        self,
        hub: Hub,
        account: UUID | None,
        places: Mapping[str, int],
        moved: Mapping[str, int],
        *,
        wants_heads: bool = True,
    ) -> None:
        self.hub, self.account = hub, account
        self.places = {**places, **{code: seq for code, seq in moved.items() if code in places}}
        # How far the queue reaches; `places` is how far the client has been sent.
        self.queued = dict(self.places)
        self.moved = {code: self.places[code] for code in moved if code in places}
        self.behind = set(self.places)
        self.apart: dict[str, frozenset[UUID]] = {}
        self.queue: deque[tuple[str, int, bytes]] = deque()
        # States of which only the newest counts, by name.
        self.latest: dict[str, bytes] = {}
        self.wants_heads = self.needs_heads = wants_heads and account is not None
        # Rooms it only watches, and where they stood when its list of rooms was read; whose words there it is not told
        # of; how many of those were said since.
        self.light: Mapping[str, int] = {}
        self.deaf: Mapping[str, frozenset[UUID]] = {}
        self.unheard: dict[str, int] = {}
        # Its cursor grew too long for an address.
        self.is_over = self.is_stopped = False
        self.waiter: asyncio.Future[None] | None = None
        self.task: asyncio.Task[None] | None = None
        now = asyncio.get_running_loop().time()
        self.sent_at, self.sending_since = now, 0.0
        # Not all at the same moment.
        self.until = now + STREAM_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311

    # Called by the hub, in the loop.

    def push(self, code: str, frame: Frame) -> None:
        """The next event of a room it follows."""
        if code in self.behind:
            return
        seq = frame.seq
        at = self.queued.get(code, seq)
        if seq <= at:
            return
        if seq != at + 1 or (frame.is_special and self._reads_again(frame)):
            self.fall_behind(code)
            return
        if len(self.queue) >= MOST_WAITING:
            self.drop_queue()
            return
        self._put(code, frame)
        self.wake()

    def tell(self, data: bytes) -> None:
        """Something without a number: only the newest state counts."""
        if len(self.queue) >= MOST_WAITING:
            self.drop_queue()
        else:
            self.queue.append(("", 0, data))
        self.wake()

    def tell_latest(self, name: str, data: bytes) -> None:
        """A state: it replaces what waits of the same name."""
        self.latest[name] = data
        self.wake()

    def fall_behind(self, *codes: str) -> None:
        """Read these rooms from the log again, permission first."""
        self.behind.update(code for code in codes if code in self.places)
        self.wake()

    def read_heads(self) -> None:
        """Its list of rooms is not what it was."""
        self.needs_heads = self.wants_heads
        self.wake()

    def drop_queue(self) -> None:
        """It is too slow: nobody waits for it, it will read for itself."""
        self.queue.clear()
        self.queued = dict(self.places)
        self.behind = set(self.places)
        self.needs_heads = self.wants_heads
        self.hub.introduce_again(self)
        self.wake()

    def stop(self) -> None:
        """It takes nothing any more: it comes back with its cursor, when it can."""
        self.is_stopped = True
        if self.task is not None:
            self.task.cancel()

    def wake(self) -> None:
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)

    # The stream itself.

    async def run(self, send: Send) -> None:
        """Until it is cancelled, or `until`."""
        loop = asyncio.get_running_loop()
        self.task = asyncio.current_task()
        self.hub.enter(self)
        try:
            self.queue.append(("", 0, encoded("hello", {"account": self.account and str(self.account)})))
            while True:
                if self.needs_heads:
                    await self._read_heads()
                for code in list(self.behind):
                    await self._catch_up(code)
                    await self._send_waiting(send)
                await self._send_waiting(send)
                if self.is_over or loop.time() > self.until:
                    await send(encoded("again", {}))
                    return
                if not (self.queue or self.latest or self.behind or self.needs_heads):
                    self.waiter = loop.create_future()
                    await self.waiter
        finally:
            self.waiter = self.task = None
            self.hub.exit(self)

    async def _send_waiting(self, send: Send) -> None:
        queue, loop = self.queue, asyncio.get_running_loop()
        while queue or self.latest:
            parts: list[bytes] = []
            while queue and len(parts) < 2 * MOST_AT_ONCE:
                code, seq, data = queue.popleft()
                if code:
                    parts.append(self._cursor(code, seq))
                parts.append(data)
            if self.latest:
                parts += self.latest.values()
                self.latest.clear()
            self.sending_since = loop.time()
            await send(b"".join(parts))
            self.sent_at, self.sending_since = self.sending_since, 0.0

    def _cursor(self, code: str, seq: int) -> bytes:
        """The line that says how far the client is with this event."""
        moved = self.moved
        is_known = code in moved
        self.places[code] = moved[code] = seq
        if len(moved) == 1:
            return f"id: {code}:{seq}\n".encode()
        written = cursors.written(moved)
        if not is_known:
            self.is_over = len(written) > cursors.LONGEST
        return f"id: {written}\n".encode()

    async def _read_heads(self) -> None:
        self.needs_heads = False
        if self.account is None:
            return
        heads = await self.hub.source_heads(self.account)
        if heads is None:
            # Not a member any more: they are told when they ask again.
            self.until = 0.0
            return
        self.hub.watch(self, heads.rooms, heads.apart)
        self.queue.append(("", 0, heads.data))

    async def _catch_up(self, code: str) -> None:
        caught = await self.hub.source_catch_up(self.account, code, self.queued[code])
        if caught.is_gone:
            self.queue.append(("", 0, encoded("gone", {"room": code})))
            self._forget(code)
            return
        self.hub.seat(self, code)
        self.apart[code] = caught.apart
        if caught.reset is not None:
            self.queue.append((code, caught.seq, caught.reset))
            self.queued[code] = caught.seq
        for frame in caught.frames:
            if frame.seq > self.queued[code]:
                self._put(code, frame)
        if (missing := self.hub.since(code, self.queued[code])) is not None:
            for frame in missing:
                if frame.is_special and self._reads_again(frame):
                    return
                self._put(code, frame)
            self.behind.discard(code)

    def _reads_again(self, frame: Frame) -> bool:
        """Whether what they may read, or how, is another thing after it."""
        return frame.is_reset or frame.rechecks or (frame.concerns is not None and frame.concerns == self.account)

    def _put(self, code: str, frame: Frame) -> None:
        apart = self.apart.get(code) or NOBODY
        data = frame.data if not apart and frame.own is None else frame.for_reader(code, self.account, apart)
        self.queue.append((code, frame.seq, data))
        self.queued[code] = frame.seq

    def _forget(self, code: str) -> None:
        self.hub.unfollow(self, code)
        self.behind.discard(code)
        for held in (self.places, self.queued, self.moved, self.apart):
            held.pop(code, None)
