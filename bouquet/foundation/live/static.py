"""`/static/`: what `collectstatic` gathered, kept in memory together with its compressed forms."""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
import re
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from bouquet.foundation.live.answers import NOSNIFF, Headers, answer, refuse
from bouquet.foundation.live.compression import accepted
from bouquet.foundation.live.files import send_file
from bouquet.foundation.live.ranges import matches
from bouquet.foundation.live.requests import header
from bouquet.foundation.live.routing import Receive, Scope, Send

PREFIX = "/static/"
# ManifestStaticFilesStorage puts twelve hexadecimal digits of the content's hash before the suffix.
_HASHED = re.compile(r"\.[0-9a-f]{12}\.[A-Za-z0-9.]+$")
_PART = re.compile(r"[A-Za-z0-9_@+-][A-Za-z0-9_@+.-]*")
_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
MOST_IN_MEMORY = 2 * 1024 * 1024
MEMORY = 64 * 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """A file in memory. `stamp` tells whether the file on disk is still the same."""

    stamp: tuple[int, int]
    etag: bytes
    headers: Headers
    forms: dict[bytes, bytes]

    @property
    def weight(self) -> int:
        return sum(map(len, self.forms.values()))


class Static:
    """The files below `root`, as an ASGI handler."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._weight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].removeprefix(PREFIX)
        if scope["method"] not in {"GET", "HEAD"}:
            await refuse(send, 405, "Only GET and HEAD are answered here.", [(b"allow", b"GET, HEAD")])
            return
        if not all(_PART.fullmatch(part) for part in name.split("/")):
            await refuse(send, 404, "There is no such file.")
            return
        kept = self._kept.get(name)
        if kept is None or not _HASHED.search(name):
            kept = await self._look(name, kept)
        if kept is None:
            await send_file(scope, receive, send, self.root / name, describe(name))
            return
        coding = accepted(header(scope, b"accept-encoding"), kept.forms)
        headers = [*kept.headers, (b"etag", kept.etag)]
        if matches(header(scope, b"if-none-match"), kept.etag):
            await answer(send, 304, headers)
            return
        if coding:
            headers.append((b"content-encoding", coding))
        await answer(send, 200, headers, kept.forms[coding], bare=scope["method"] == "HEAD")

    async def _look(self, name: str, kept: Kept | None) -> Kept | None:
        """The file in memory, read again when it has changed; None when it is missing or too large to keep."""
        try:
            facts = (self.root / name).stat()
        except OSError:
            return None
        stamp = (facts.st_mtime_ns, facts.st_size)
        if kept is not None and kept.stamp == stamp:
            return kept
        if facts.st_size > MOST_IN_MEMORY or not (self.root / name).is_file():
            return None
        found = await asyncio.to_thread(_read, self.root / name, name, stamp)
        if old := self._kept.pop(name, None):
            self._weight -= old.weight
        self._kept[name] = found
        self._weight += found.weight
        while self._weight > MEMORY:
            self._weight -= self._kept.popitem(last=False)[1].weight
        return found


def _read(path: Path, name: str, stamp: tuple[int, int]) -> Kept:
    content = path.read_bytes()
    headers = describe(name)
    forms = {b"": content}
    if headers[0][1].decode().startswith(_COMPRESSIBLE):
        for coding, packed in ((b"br", brotli.compress(content, quality=9)), (b"gzip", gzip.compress(content, 9))):
            if len(packed) < len(content):
                forms[coding] = packed
    return Kept(stamp, b'W/"%x-%x"' % stamp, headers, forms)


def describe(name: str) -> Headers:
    """Type and cacheability of a static file. Pages of unrelated hosts share fonts and scripts, so any origin may."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    keep = b"public, max-age=31536000, immutable" if _HASHED.search(name) else b"public, max-age=0, must-revalidate"
    return [
        (b"content-type", kind.encode()),
        (b"cache-control", keep),
        (b"vary", b"Accept-Encoding"),
        (b"access-control-allow-origin", b"*"),
        NOSNIFF,
    ]
