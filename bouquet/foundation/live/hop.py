"""HTTP/1.1 to the pages, over loopback: a few kept connections, bodies streamed both ways, back-pressure both ways.

It speaks to one known server of ours, so it reads only what that server writes (RFC 9112): a status line, headers, and
a body with a length, in chunks, or up to the end of the connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bouquet.foundation.live.answers import Headers

MOST_IDLE = 64
HEAD_LIMIT = 256 * 1024
CHUNK = 64 * 1024
ANSWER_SECONDS = 60


class NotAnswering(Exception):
    """Nobody listens, or the connection broke before an answer came."""


@dataclass
class Reply:
    """The head of an answer, and the connection its body is read from."""

    status: int
    headers: Headers
    _line: Line
    _bare: bool

    async def body(self) -> AsyncIterator[bytes]:
        """The parts of the body as they come; NotAnswering when it breaks off."""
        try:
            async for part in self._line.body(self.status, self.headers, bare=self._bare):
                yield part
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            raise NotAnswering from error

    def close(self) -> None:
        """Give the connection back, or drop it when its body was not read to the end."""
        self._line.release()


class Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, idle: list[Line]) -> None:
        self.reader, self.writer, self._idle = reader, writer, idle
        self.is_reusable = False
        self.is_spoilt = False
        self._begun = b""

    async def has_answered(self) -> None:
        """Returns when the first byte of an answer is there, or the connection is closed."""
        self._begun = await self.reader.read(1)

    async def head(self) -> tuple[int, Headers]:
        while True:
            raw = self._begun + await self.reader.readuntil(b"\r\n\r\n")
            self._begun = b""
            first, *rest = raw[:-4].split(b"\r\n")
            status = int(first.split(b" ", 2)[1])
            if status >= 200:
                break
        headers = []
        for line in rest:
            name, _, value = line.partition(b":")
            headers.append((name.lower(), value.strip()))
        return status, headers

    async def body(self, status: int, headers: Headers, *, bare: bool) -> AsyncIterator[bytes]:
        known = dict(headers)
        keep = known.get(b"connection", b"").lower() != b"close"
        if bare or status in {204, 304}:
            pass
        elif b"chunked" in known.get(b"transfer-encoding", b"").lower():
            async for part in self._chunks():
                yield part
        elif b"content-length" in known:
            async for part in self._exactly(int(known[b"content-length"])):
                yield part
        else:
            keep = False
            while part := await self.reader.read(CHUNK):
                yield part
        self.is_reusable = keep and not self.is_spoilt

    async def _exactly(self, left: int) -> AsyncIterator[bytes]:
        while left:
            part = await self.reader.read(min(left, CHUNK))
            if not part:
                raise EOFError
            left -= len(part)
            yield part

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            length = int((await self.reader.readuntil(b"\r\n")).split(b";")[0], 16)
            if length == 0:
                break
            async for part in self._exactly(length):
                yield part
            await self.reader.readexactly(2)
        while await self.reader.readuntil(b"\r\n") != b"\r\n":
            pass

    def release(self) -> None:
        if self.is_reusable and len(self._idle) < MOST_IDLE and not self.reader.at_eof():
            self.is_reusable = False
            self._idle.append(self)
        else:
            self.writer.close()


class _Reader(asyncio.StreamReader):
    """Hands out what arrived before a connection broke. A server that answers a form it does not want to read closes
    the connection while we are still sending; its answer is what the visitor should see.
    """

    def set_exception(self, exc: Exception) -> None:
        self.feed_eof()


class Hop:
    """The way to the server on a local port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._idle: list[Line] = []

    async def ask(self, method: str, target: bytes, headers: Headers, body: AsyncIterator[bytes] | None) -> Reply:
        """Send a request and wait for the head of its answer. NotAnswering when there is none; TimeoutError when it
        takes over a minute. What cannot be repeated safely never travels on a kept connection, which the other side
        may be closing at that moment (RFC 9112 §9.3.1).
        """
        head = b"".join(
            [b"%s %s HTTP/1.1\r\n" % (method.encode(), target), *(b"%s: %s\r\n" % pair for pair in headers), b"\r\n"]
        )
        while line := self._kept(method, body):
            try:
                return await self._ask_on(line, method, head, None)
            except NotAnswering:
                continue
        return await self._ask_on(await self._new(), method, head, body)

    def _kept(self, method: str, body: AsyncIterator[bytes] | None) -> Line | None:
        if body is not None or method not in {"GET", "HEAD"}:
            return None
        while self._idle:
            line = self._idle.pop()
            if not line.reader.at_eof():
                return line
            line.writer.close()
        return None

    async def _new(self) -> Line:
        loop = asyncio.get_running_loop()
        reader = _Reader(limit=HEAD_LIMIT, loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        try:
            transport, _ = await loop.create_connection(lambda: protocol, "127.0.0.1", self.port)
        except OSError as error:
            raise NotAnswering from error
        return Line(reader, asyncio.StreamWriter(transport, protocol, reader, loop), self._idle)

    async def _ask_on(self, line: Line, method: str, head: bytes, body: AsyncIterator[bytes] | None) -> Reply:
        try:
            line.writer.write(head)
            if body is not None:
                await _send_body(line, body)
            async with asyncio.timeout(ANSWER_SECONDS):
                status, headers = await line.head()
        except (OSError, EOFError, ValueError, IndexError, asyncio.LimitOverrunError) as error:
            line.writer.close()
            if isinstance(error, TimeoutError):
                raise
            raise NotAnswering from error
        except BaseException:
            line.writer.close()
            raise
        return Reply(status, headers, line, method == "HEAD")


async def _send_body(line: Line, body: AsyncIterator[bytes]) -> None:
    """Send it all, or as much as the other side wants: it may answer before the end and read no further."""
    answered = asyncio.ensure_future(line.has_answered())
    try:
        async for part in body:
            line.writer.write(part)
            draining = asyncio.ensure_future(line.writer.drain())
            await asyncio.wait({draining, answered}, return_when=asyncio.FIRST_COMPLETED)
            if answered.done() or draining.exception() is not None:
                draining.cancel()
                line.is_spoilt = True
                return
    finally:
        answered.cancel()
        # Its reading must really have ended before the answer is read.
        await asyncio.wait({answered})
