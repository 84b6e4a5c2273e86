"""A load generator: a few kept connections on loopback, each asking again as soon as it was answered."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

import uvloop

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Outcome:
    """What came back."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    received_bytes: int = 0
    # How many requests got no answer because the connection broke.
    broken: int = 0
    # Which requests were answered, by their place in the sequence.
    answered: list[int] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(self.statuses.values())

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds

    @property
    def bytes_per_second(self) -> float:
        return self.received_bytes / self.seconds


def request(path: str, *headers: str, method: str = "GET", body: bytes = b"", host: str = "127.0.0.1") -> bytes:
    """A raw HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *headers]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def fire(port: int, requests: Iterable[bytes], *, connections: int = 16, seconds: float | None = None) -> Outcome:
    """Send `requests` until there are no more, or `seconds` have passed."""
    return uvloop.run(_fire(port, requests, connections, seconds))


async def _fire(port: int, requests: Iterable[bytes], connections: int, seconds: float | None) -> Outcome:
    outcome = Outcome()
    until = time.perf_counter() + (seconds or 1e9)
    numbered = _until(enumerate(requests), until)
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    clients = [
        (await loop.create_connection(lambda: _Client(numbered, outcome), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(client.done for client in clients))
    outcome.seconds = time.perf_counter() - began
    return outcome


def _until(numbered: Iterable[tuple[int, bytes]], until: float) -> Iterator[tuple[int, bytes]]:
    for one in numbered:
        if time.perf_counter() > until:
            return
        yield one


class _Client(asyncio.Protocol):
    def __init__(self, numbered: Iterator[tuple[int, bytes]], outcome: Outcome) -> None:
        self.numbered, self.outcome = numbered, outcome
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.head = b""
        self.left = 0
        self.number = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        self.outcome.received_bytes += len(data)
        if self.left:
            self.left -= len(data)
        else:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.head[:end]
            self.outcome.statuses[int(head[9:12])] += 1
            length = _LENGTH.search(head)
            self.left = (int(length[1]) if length else 0) - (len(self.head) - end - 4)
            self.head = b""
        if not self.left:
            self.outcome.answered.append(self.number)
            self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.outcome.broken += 1
            self.done.set_result(None)

    def _next(self) -> None:
        try:
            self.number, raw = next(self.numbered)
        except StopIteration:
            self.done.set_result(None)
            self.transport.close()
            return
        self.transport.write(raw)
