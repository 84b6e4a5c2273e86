"""Bytes from a connection to a file, with flat memory and without holding up the event loop for long.

Chunks are gathered to a quarter of a mebibyte and written where they came in: that is a copy into the kernel's cache,
some 50 µs, less than waking a thread. A disk that falls behind makes such a write wait; the first one that does sends
the next stretch to a thread, while more bytes arrive. Two gatherings at most are in memory for one upload.
Measured: docs/decisions/0012-uploads.md.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_GATHERED_BYTES: Final = 1 << 18
_MOST_PARTS: Final = 512
_GATHERED_SECONDS: Final = 0.5
_SLOW_SECONDS: Final = 0.015
# After the first slow write; each further one doubles it. A hiccup costs little, a slow disk soon stays in threads.
_FIRST_STRETCH: Final = 8 << 20
_LONGEST_STRETCH: Final = 256 << 20
_LOOK_AT_DISK_EVERY: Final = 64 << 20


class Overflow(Exception):
    """More bytes came than the upload was said to have."""


class Writer:
    """One request's body on its way to `descriptor`, from `offset` up to `length` bytes of the whole file."""

    def __init__(
        self,
        descriptor: int,
        *,
        offset: int,
        length: int,
        threads: ThreadPoolExecutor,
        hasher: Any | None = None,
        check_space: Callable[[], None] | None = None,
    ) -> None:
        self.offset, self.length, self.hasher = offset, length, hasher
        self.heard_at = self._written_at = time.monotonic()
        self._descriptor, self._threads, self._check_space = descriptor, threads, check_space
        self._received = offset
        self._gathered: list[bytes] = []
        self._size = 0
        self._looked_at = offset
        # Checksums cost more than writing, so such a body is handled in a thread from its first byte.
        self._in_thread_until = length if hasher is not None else 0
        self._stretch = _FIRST_STRETCH
        self._writing: asyncio.Future[int] | None = None
        self._listening: asyncio.Task[Any] | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """Have `take` end soon and keep what it has: the same client came back on another connection."""
        self._is_stopped = True
        if self._listening is not None:
            self._listening.cancel()

    async def take(self, receive: Receive) -> bool:
        """Write the body; returns whether it came to its end (a connection that is cut keeps what arrived).

        Raises Overflow, and OSError when the disk refuses; both keep what was written before.
        """
        try:
            return await self._take(receive)
        finally:
            await self._flush()

    async def _take(self, receive: Receive) -> bool:
        while True:
            message = await self._next(receive)
            if message is None or message["type"] != "http.request":
                return False
            body = message.get("body", b"")
            if body:
                await self._add(body)
            if not message.get("more_body"):
                return True

    async def _next(self, receive: Receive) -> MutableMapping[str, Any] | None:
        """The next message, or None when `stop` was called. No task per chunk: that would cost more than the write."""
        if self._is_stopped:
            return None
        self._listening = asyncio.current_task()
        try:
            message = await receive()
        except asyncio.CancelledError:
            if self._was_stopped():
                return None
            raise
        finally:
            self._listening = None
        self.heard_at = time.monotonic()
        return message

    def _was_stopped(self) -> bool:
        return self._is_stopped

    async def _add(self, body: bytes) -> None:
        room = self.length - self._received
        kept = body if len(body) <= room else body[:room]
        self._received += len(kept)
        self._gathered.append(kept)
        self._size += len(kept)
        if len(kept) < len(body):
            raise Overflow
        # A slow line does not fill a gathering for seconds, and what is only in memory dies with the process.
        is_old = self.heard_at - self._written_at > _GATHERED_SECONDS
        if is_old or self._size >= _GATHERED_BYTES or len(self._gathered) >= _MOST_PARTS:
            await self._hand_over()

    async def _hand_over(self) -> None:
        """Write what is gathered, here or in a thread, after the gathering before it."""
        await self._written()
        if self._check_space is not None and self._received - self._looked_at >= _LOOK_AT_DISK_EVERY:
            self._looked_at = self._received
            self._check_space()
        gathered, self._gathered, self._size = self._gathered, [], 0
        self._written_at = time.monotonic()
        if self.offset < self._in_thread_until:
            self._writing = asyncio.get_running_loop().run_in_executor(self._threads, self._write, gathered)
            return
        self.offset += self._write(gathered)
        if time.monotonic() - self._written_at > _SLOW_SECONDS:
            self._in_thread_until = self.offset + self._stretch
            self._stretch = min(2 * self._stretch, _LONGEST_STRETCH)

    async def _written(self) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            self.offset += await writing

    async def _flush(self) -> None:
        await self._written()
        if self._gathered:
            await self._hand_over()
            await self._written()

    def _write(self, gathered: list[bytes]) -> int:
        """Returns how many bytes were written, which is all of them or an OSError."""
        if self.hasher is not None:
            for part in gathered:
                self.hasher.update(part)
        size = sum(map(len, gathered))
        written = os.pwritev(self._descriptor, gathered, self.offset)
        if written < size:
            self._write_rest(memoryview(b"".join(gathered))[written:], self.offset + written)
        return size

    def _write_rest(self, view: memoryview, at: int) -> None:
        """The kernel may take less than it was given, at a limit or a signal; the next try says why."""
        while view:
            written = os.pwrite(self._descriptor, view, at)
            view, at = view[written:], at + written
