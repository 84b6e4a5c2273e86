"""Whole files that are asked for again and again: their answers, ready to send; small ones with their bytes.

The disk is still asked each time whether the file is there and the same, so that what was withdrawn is gone at once.
Measured: docs/decisions/0030-live-door.md.
"""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from bouquet.foundation.live.answers import Headers
from bouquet.foundation.live.files import read, validators
from bouquet.foundation.live.routing import Message, Scope, Send

MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 20_000
# Kept with its bytes: six seconds of 480p, and of sound.
SMALL = 1024 * 1024
# Whoever says one of these may be answered with less than the whole file.
_CONDITIONS = {b"range", b"if-none-match", b"if-range"}

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Hot:
    """An answer to a plain GET. `weight`: the bytes it holds in memory."""

    path: str
    stamp: Stamp
    start: Message
    body: Message
    weight: int

    async def send(self, send: Send) -> None:
        await send(self.start)
        await send(self.body)


class HotFiles:
    """The answers given last, as many as fit in `most_bytes`."""

    def __init__(self, *, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES) -> None:
        self._answers: OrderedDict[Hashable, Hot] = OrderedDict()
        self._most_bytes, self._most_files = most_bytes, most_files
        self.bytes = 0

    def find(self, name: Hashable) -> Hot | None:
        """The answer kept under `name`, if the file has not changed since."""
        hot = self._answers.get(name)
        if hot is None:
            return None
        try:
            is_same = _stamp(os.stat(hot.path)) == hot.stamp  # noqa: PTH116 (a Path costs more than the question)
        except OSError:
            is_same = False
        if not is_same:
            self._drop(name)
            return None
        self._answers.move_to_end(name)
        return hot

    async def learn(self, name: Hashable, path: str, headers: Headers) -> Hot | None:
        """Prepare and keep the answer for the file at `path`; None when there is no such file."""
        try:
            # Without O_NONBLOCK, opening a FIFO would hold up every other visitor.
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            return None
        try:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                return None
            is_small = facts.st_size <= SMALL
            content = await read(descriptor, facts.st_size, 0) if is_small and facts.st_size else b""
        finally:
            os.close(descriptor)
        length = (b"content-length", b"%d" % facts.st_size)
        start = {"type": "http.response.start", "status": 200, "headers": [*headers, *validators(facts), length]}
        body: Message = {"type": "http.response.body", "body": content}
        if not is_small:
            # The server reads and sends a whole file by itself, outside Python.
            body = {"type": "http.response.pathsend", "path": path}
        hot = Hot(path, _stamp(facts), start, body, len(content))
        self._keep(name, hot)
        return hot

    def _keep(self, name: Hashable, hot: Hot) -> None:
        self._drop(name)
        self._answers[name] = hot
        self.bytes += hot.weight
        while self.bytes > self._most_bytes or len(self._answers) > self._most_files:
            self._drop(next(iter(self._answers)))

    def _drop(self, name: Hashable) -> None:
        gone = self._answers.pop(name, None)
        self.bytes -= gone.weight if gone else 0


def is_plain(scope: Scope) -> bool:
    """Whether the whole file is asked for, whatever the client has already."""
    return (
        scope["method"] == "GET"
        and not scope["query_string"]
        and not any(name in _CONDITIONS for name, _ in scope["headers"])
    )


def _stamp(facts: os.stat_result) -> Stamp:
    return facts.st_mtime_ns, facts.st_size, facts.st_ino
