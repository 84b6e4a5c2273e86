"""Server-Sent Events (WHATWG HTML §9.2): a page stays up to date through one long answer.

    async def progress(scope, receive, send):
        async def events():
            async for _ in changes(f"asset:{key}"):
                yield Event(data=await to_thread(state_of, key))
        await stream(scope, receive, send, events())

A browser that loses the connection comes back by itself and says which event it saw last (`last_event_id`). An event
that carries the whole present state needs no cursor: the newest one says everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from bouquet.foundation.live.answers import NOSNIFF, Presence
from bouquet.foundation.live.generations import Generations, cell_of, generations
from bouquet.foundation.live.requests import header
from bouquet.foundation.live.routing import Receive, Scope, Send

RETRY_MILLISECONDS = 2000
# Proxies and phones' networks close what is silent for half a minute or more.
KEEP_ALIVE_SECONDS = 15
LOOK_SECONDS = 0.15


@dataclass(frozen=True)
class Event:
    """`data` is usually JSON; `cursor` is what a browser says it saw last when it comes back."""

    data: str
    name: str = ""
    cursor: str = ""

    def encoded(self) -> bytes:
        """As it travels. A line end inside a name or cursor would begin another field."""
        lines = [f"event: {_one_line(self.name)}"] if self.name else []
        lines += [f"id: {_one_line(self.cursor)}"] if self.cursor else []
        lines += [f"data: {line}" for line in self.data.splitlines() or [""]]
        return "\n".join([*lines, "", ""]).encode()


def last_event_id(scope: Scope) -> str:
    """The cursor of the last event this browser has seen; empty on its first visit."""
    return header(scope, b"last-event-id").decode("utf-8", "replace")


async def stream(scope: Scope, receive: Receive, send: Send, events: AsyncGenerator[Event]) -> None:
    """Answer with `events` as they come, until they end or the visitor goes. Sending waits for a slow visitor, so
    nothing heaps up in memory: `events` is asked for the next one only when the last is on its way.
    """
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        # nginx would otherwise collect events before it passes them on.
        (b"x-accel-buffering", b"no"),
        NOSNIFF,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: %d\n\n" % RETRY_MILLISECONDS, "more_body": True})
    try:
        with Presence(receive) as client:
            await _pump(send, events, client)
    finally:
        await events.aclose()
    await send({"type": "http.response.body", "body": b""})


async def _pump(send: Send, events: AsyncGenerator[Event], client: Presence) -> None:
    coming = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            await client.wait_for(coming, seconds=KEEP_ALIVE_SECONDS)
            if client.is_gone:
                return
            if not coming.done():
                await send({"type": "http.response.body", "body": b":\n\n", "more_body": True})
                continue
            event = coming.result()
            if event is None:
                return
            await send({"type": "http.response.body", "body": event.encoded(), "more_body": True})
            coming = asyncio.ensure_future(anext(events, None))
    finally:
        coming.cancel()
        await asyncio.wait({coming})


async def changes(*tags: str) -> AsyncIterator[None]:
    """Comes round once at first, then whenever one of `tags` was purged since it last came round, in any process."""
    watch = _watch()
    cells = [cell_of(tag) for tag in tags]
    while True:
        numbers = watch.generations.read(cells)
        yield
        await watch.until_changed(cells, numbers)


class _Watch:
    """One look at the shared counters now and then, for all who wait."""

    def __init__(self, generations: Generations) -> None:
        self.generations = generations
        self._waiting: dict[asyncio.Future[None], tuple[list[int], list[int]]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def until_changed(self, cells: list[int], numbers: list[int]) -> None:
        if self.generations.read(cells) != numbers:
            return
        waiter = asyncio.get_running_loop().create_future()
        self._waiting[waiter] = (cells, numbers)
        if self._looking is None:
            self._looking = asyncio.ensure_future(self._look())
        try:
            await waiter
        finally:
            self._waiting.pop(waiter, None)

    async def _look(self) -> None:
        while self._waiting:
            await asyncio.sleep(LOOK_SECONDS)
            for waiter, (cells, numbers) in list(self._waiting.items()):
                if self.generations.read(cells) != numbers and not waiter.done():
                    waiter.set_result(None)
        self._looking = None


_watches: dict[asyncio.AbstractEventLoop, _Watch] = {}


def _watch() -> _Watch:
    loop = asyncio.get_running_loop()
    if loop not in _watches:
        _watches.clear()
        _watches[loop] = _Watch(generations())
    return _watches[loop]


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace("\0", " ")
