"""Counters that every process of this machine sees, in one small memory-mapped file.

A tag ("video:…", "home") falls on one of a few thousand cells by its hash. Whoever changes something writes a new
number there; whoever made something from it remembers the number. Two tags may share a cell: then something is made
again although it had not changed, which costs a little and harms nothing.

Reading costs no system call, so a cached page can look at its tags on every request, and one loop can watch for a
thousand event streams.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

CELLS = 8192


class Generations:
    """The cells in the file at `path`, which is made when it is missing."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # Several processes may do this at once: it only ever lengthens, with zeros.
            os.posix_fallocate(descriptor, 0, CELLS * 8)
            self._map = mmap.mmap(descriptor, CELLS * 8)
        finally:
            os.close(descriptor)
        # Eight aligned bytes are written at once by every machine this runs on, so no lock is needed: what matters is
        # that the number is another one, not which.
        self.cells = memoryview(self._map).cast("Q")

    def advance(self, tags: Iterable[str]) -> None:
        """Tell everyone that what these tags name has changed."""
        for tag in tags:
            self.cells[cell_of(tag)] = int.from_bytes(os.urandom(8), "big")

    def read(self, cells: Iterable[int]) -> list[int]:
        """The present numbers of these cells."""
        now = self.cells
        return [now[cell] for cell in cells]

    def snapshot(self) -> memoryview:
        """A copy of all cells, for those who learn only later which ones they depend on."""
        return memoryview(bytes(self._map)).cast("Q")


def cell_of(tag: str) -> int:
    """The cell on which a tag falls, the same in every process."""
    return int.from_bytes(blake2b(tag.encode(), digest_size=4).digest(), "big") % CELLS


@cache
def generations() -> Generations:
    """The cells of this installation on this machine."""
    return Generations(settings.BOUQUET_VAR / "live" / "generations")
