"""A file from this machine's disk: ranges, validators, HEAD. Measured: docs/decisions/0030-live-door.md."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Iterable
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path

from bouquet.foundation.live.answers import Headers, Presence, answer, refuse
from bouquet.foundation.live.ranges import Unsatisfiable, matches, still_valid, wanted_range
from bouquet.foundation.live.requests import header
from bouquet.foundation.live.routing import Receive, Scope, Send

CHUNK = 256 * 1024


async def send_file(
    scope: Scope, receive: Receive, send: Send, path: Path, headers: Iterable[tuple[bytes, bytes]]
) -> None:
    """Answer with the file at `path`, or a part of it; 404 when there is none, 405 for what is not GET or HEAD.

    `headers` say type and cacheability; length, range and validators are added here.
    """
    if scope["method"] not in {"GET", "HEAD"}:
        await refuse(send, 405, "Only GET and HEAD are answered here.", [(b"allow", b"GET, HEAD")])
        return
    try:
        # Without O_NONBLOCK, opening a FIFO would hold up every other visitor.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        await refuse(send, 404, "There is no such file.")
        return
    try:
        await _send_open(scope, receive, send, descriptor, path, list(headers))
    finally:
        os.close(descriptor)


async def _send_open(
    scope: Scope, receive: Receive, send: Send, descriptor: int, path: Path, headers: list[tuple[bytes, bytes]]
) -> None:
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        await refuse(send, 404, "There is no such file.")
        return
    size, modified, etag = facts.st_size, int(facts.st_mtime), _etag(facts)
    headers += validators(facts)
    if matches(header(scope, b"if-none-match"), etag):
        await answer(send, 304, headers)
        return
    bare = scope["method"] == "HEAD"
    try:
        part = None
        if (asked := header(scope, b"range")) and still_valid(header(scope, b"if-range"), etag=etag, modified=modified):
            part = wanted_range(asked, size=size)
    except Unsatisfiable:
        await refuse(send, 416, "The file is shorter than that.", [(b"content-range", b"bytes */%d" % size)])
        return
    if part is None:
        start, end, status = 0, size - 1, 200
    else:
        (start, end), status = part, 206
        headers.append((b"content-range", b"bytes %d-%d/%d" % (start, end, size)))
    length = end - start + 1
    headers.append((b"content-length", b"%d" % length))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if bare or length == 0:
        await send({"type": "http.response.body", "body": b""})
    elif length <= CHUNK:
        await send({"type": "http.response.body", "body": await read(descriptor, length, start)})
    elif status == 200:
        # The server reads and sends a whole file by itself, outside Python; it cannot send a part.
        await send({"type": "http.response.pathsend", "path": str(path)})
    else:
        await _send_part(receive, send, descriptor, start, end + 1)


def validators(facts: os.stat_result) -> Headers:
    """By what a client knows the file again, or a part of it."""
    return [
        (b"accept-ranges", b"bytes"),
        (b"etag", _etag(facts)),
        (b"last-modified", _http_date(int(facts.st_mtime))),
    ]


def _etag(facts: os.stat_result) -> bytes:
    return b'"%x-%x"' % (facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=4096)
def _http_date(moment: int) -> bytes:
    """RFC 9110 §5.6.7."""
    return formatdate(moment, usegmt=True).encode()


async def _send_part(receive: Receive, send: Send, descriptor: int, position: int, stop: int) -> None:
    with Presence(receive) as client:
        while position < stop and not client.is_gone:
            chunk = await read(descriptor, min(CHUNK, stop - position), position)
            if not chunk:
                # Shortened while it was being sent: closing early tells the client that something is missing.
                return
            position += len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": position < stop})


async def read(descriptor: int, length: int, position: int) -> bytes:
    """Straight from the page cache when the bytes are there; by a thread when the disk must be waited for."""
    buffer = bytearray(length)
    try:
        got = os.preadv(descriptor, [buffer], position, os.RWF_NOWAIT)
    except OSError:
        # EAGAIN: not in memory. EOPNOTSUPP: a file system that cannot tell.
        return await asyncio.to_thread(os.pread, descriptor, length, position)
    if got < length:
        # Only the beginning was in memory.
        rest = await asyncio.to_thread(os.pread, descriptor, length - got, position + got)
        return bytes(memoryview(buffer)[:got]) + rest
    return bytes(buffer)
