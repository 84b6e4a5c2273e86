"""A thousand browsers in one process: streams that count what they are told and when, and people who say things.

`bare` is the floor: an ASGI app on the same server that keeps streams open and writes what is posted to all of a group.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, cast

# A message says when it was sent, in nanoseconds of this process' clock; in `text` once, whatever else repeats it.
_SAID = re.compile(rb'"text":"t(\d+)')
OPENED_AT_ONCE = 60
SPEAKERS = 16

Groups = dict[str, set[Any]]
_groups: Groups = defaultdict(set)


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """`GET /GROUP` is a stream, `POST /GROUP` writes its body to all streams of the group."""
    if scope["type"] == "lifespan":
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})
        return
    group = _groups[scope["path"]]
    if scope["method"] == "POST":
        body = (await receive())["body"]
        for one in list(group):
            await one({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})
        return
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"event: hello\n\n", "more_body": True})
    group.add(send)
    while (await receive())["type"] != "http.disconnect":
        pass
    group.discard(send)


@dataclass
class Told:
    """What all streams together were told, while it was looked at."""

    deliveries: int = 0
    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    last: bytes = b""


class Tab(asyncio.Protocol):
    """One open stream."""

    def __init__(self, request: bytes, told: Told) -> None:
        self.request, self.told = request, told
        self.greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if not self.greeted.done() and b"event: " in data:
            self.greeted.set_result(None)
        if found := _SAID.findall(data):
            now = time.perf_counter_ns()
            self.told.deliveries += len(found)
            self.told.seconds += [(now - int(sent)) / 1e9 for sent in found]
            self.told.last = data

    def connection_lost(self, error: Exception | None) -> None:
        self.told.refused += not self.greeted.done()
        if not self.greeted.done():
            self.greeted.set_result(None)


async def open_tabs(port: int, requests: Iterable[bytes], told: Told) -> list[Tab]:
    """All of them, when each was greeted."""
    loop = asyncio.get_running_loop()
    turns = asyncio.Semaphore(OPENED_AT_ONCE)

    async def open_one(request: bytes) -> Tab:
        async with turns:
            _, tab = await loop.create_connection(lambda: Tab(request, told), "127.0.0.1", port)
            await tab.greeted
            return tab

    return await asyncio.gather(*map(open_one, requests))


async def talk(port: int, rate: float, seconds: float, said: Callable[[int, int], bytes]) -> tuple[list[float], int]:
    """`rate` times a second `said(number, now)` is posted, by a few kept connections. How long each waited for its
    answer, and how many were refused."""
    free: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
    for _ in range(SPEAKERS):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    waits: list[float] = []
    refused = 0

    async def say(number: int) -> None:
        nonlocal refused
        reader, writer = await free.get()
        began = time.perf_counter()
        writer.write(said(number, time.perf_counter_ns()))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await reader.readexactly(length)
        waits.append(time.perf_counter() - began)
        refused += not head.startswith(b"HTTP/1.1 200")
        free.put_nowait((reader, writer))

    saying = []
    began = time.perf_counter()
    for number in count():
        if (due := number / rate) >= seconds:
            break
        await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
        saying.append(asyncio.ensure_future(say(number)))
    await asyncio.gather(*saying)
    while not free.empty():
        free.get_nowait()[1].close()
    return waits, refused
