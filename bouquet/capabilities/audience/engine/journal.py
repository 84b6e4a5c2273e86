"""Files that are only ever appended to: what the live process accepted, until the keeper has counted it.

Each live process writes its own, and holds a lock on it as long as it may still grow. The kernel has what was flushed
even when the process is killed; the disk has what is older than a second even when the machine dies.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bouquet.foundation.ids.keys import new_key

FLUSH_SECONDS = 0.1
SYNC_SECONDS = 1.0
SEGMENT_BYTES = 32 * 1024 * 1024
SEGMENT_SECONDS = 300
# What is held in memory while the disk takes nothing; beyond that, beacons are refused.
MOST_WAITING = 64 * 1024 * 1024

logger = logging.getLogger(__name__)


class Full(Exception):
    """The disk has taken nothing for so long that no more fits in memory."""


class Writer:
    """The journal of this process, in `folder`. `write` costs an append to a list."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lines: list[bytes] = []
        self._waiting = 0
        self._rest = b""
        self._file = -1
        self._size = 0
        self._opened = 0.0
        self._synced = True
        self._is_ending = False

    def write(self, line: bytes) -> None:
        """Keep a line, which has no line end in it. Full when the disk has been failing for long."""
        if self._waiting > MOST_WAITING:
            raise Full
        self._lines.append(line)
        self._waiting += len(line) + 1
        if self._is_ending:
            # The last requests of a process that is told to stop.
            self.flush()

    def flush(self) -> None:
        """Hand everything to the kernel. After this a killed process loses nothing."""
        if self._lines:
            self._lines.append(b"")
            self._rest += b"\n".join(self._lines)
            self._lines.clear()
        if not self._rest:
            return
        try:
            if self._file < 0:
                self._open()
            while self._rest:
                written = os.write(self._file, self._rest)
                self._size += written
                self._rest = self._rest[written:]
                self._synced = False
        except OSError:
            logger.exception("The journal cannot be written; %d bytes wait in memory.", len(self._rest))
        self._waiting = len(self._rest)

    def rotate_when_due(self) -> None:
        """Begin another file when this one is large or old, so that the keeper can put it away."""
        is_old = time.monotonic() - self._opened > SEGMENT_SECONDS
        if self._file >= 0 and self._size and not self._rest and (is_old or self._size > SEGMENT_BYTES):
            self.close()

    def close(self) -> None:
        """Flush, and let go of the file."""
        self.flush()
        if self._file >= 0:
            os.fdatasync(self._file)
            os.close(self._file)
            self._file = -1

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Flushed ten times a second and on the disk every second while the block lasts."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping
            self.close()
            self._is_ending = True

    async def _keep(self) -> None:
        synced_at = time.monotonic()
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            self.flush()
            if not self._synced and time.monotonic() - synced_at >= SYNC_SECONDS:
                self._synced, synced_at = True, time.monotonic()
                await asyncio.to_thread(os.fdatasync, self._file)
                self.rotate_when_due()

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{new_key().hex}.journal"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_SH)
        self._size, self._opened = 0, time.monotonic()


@dataclass(frozen=True)
class Batch:
    """Whole lines of a journal, and the offset behind the last one."""

    lines: list[bytes]
    end: int


def segments(folder: Path) -> list[Path]:
    """All journals, the oldest first."""
    return sorted(folder.glob("*.journal"))


def read(path: Path, offset: int, *, most_bytes: int) -> Batch:
    """The whole lines from `offset` on, about `most_bytes` of them. A last line without its end is left for later:
    it is either still being written, or all that a machine's sudden death left of it.
    """
    with path.open("rb") as file:
        file.seek(offset)
        block = file.read(most_bytes)
        if block and not block.endswith(b"\n") and b"\n" not in block:
            block += file.readline()
    end = block.rfind(b"\n") + 1
    return Batch(block[:end].split(b"\n")[:-1], offset + end)


def is_closed(path: Path) -> bool:
    """Whether nobody will write to it any more: its process has ended, or gone on to the next file."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
