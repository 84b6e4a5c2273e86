"""One shared page in memory."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from hashlib import blake2b

from bouquet.foundation.live.answers import Headers
from bouquet.foundation.live.compression import accepted
from bouquet.foundation.live.generations import cell_of
from bouquet.foundation.live.hop import Reply
from bouquet.foundation.live.pages import answer_headers
from bouquet.foundation.live.ranges import matches
from bouquet.foundation.live.stencils import Stencil, new_nonce

MOST_BODY = 2 * 1024 * 1024
WORTH_PACKING = 1024
# Served old for as long again as it was fresh, and at most for this long, while a new one is fetched.
MOST_STALE_SECONDS = 60

_S_MAXAGE = re.compile(rb"s-maxage=(\d{1,9})")
_NONCE = re.compile(rb"'nonce-([A-Za-z0-9+/_=-]{16,})'")
# A page's language is in its address, and cookies make it personal, so neither makes two shared pages differ.
_IRRELEVANT = {b"cookie", b"accept-encoding", b"accept-language", b""}
_REPLACED = {b"cache-control", b"vary", b"content-length", b"etag"}
_COMMON: Headers = [(b"cache-control", b"no-cache"), (b"vary", b"Cookie, Accept-Encoding")]
_PACKED = (b"gzip",)


@dataclass
class KeptPage:
    """A page, its validators, and the numbers its tags had when it was asked for."""

    stencil: Stencil
    headers: Headers
    # Headers with the nonce in them, cut in its place.
    policies: list[tuple[bytes, list[bytes]]]
    etag: bytes
    fresh_until: float
    stale_until: float
    cells: list[int]
    numbers: list[int]
    query: frozenset[bytes] | None
    is_packed: bool
    weight: int = field(init=False)

    def __post_init__(self) -> None:
        self.weight = self.stencil.weight + 2_000

    def answer_for(self, accept_encoding: bytes, if_none_match: bytes) -> tuple[int, Headers, bytes]:
        """Status, headers and body for a visitor, with a nonce nobody has seen before."""
        if if_none_match and matches(if_none_match, self.etag):
            # No policy: the browser goes on with the one it stored beside the page, whose nonce it needs
            # (RFC 9111 §4.3.4).
            return 304, self.headers, b""
        nonce = new_nonce()
        headers = [*self.headers, *((name, nonce.join(parts)) for name, parts in self.policies)]
        if self.is_packed and accepted(accept_encoding, _PACKED):
            headers.append((b"content-encoding", b"gzip"))
            return 200, headers, self.stencil.gzip(nonce)
        return 200, headers, self.stencil.plain(nonce)


async def keep(reply: Reply, numbers: memoryview, now: float) -> KeptPage | None:
    """Read an answer that may be shared; None, with its body unread, when it may not. `numbers` are the generations
    from before it was asked for: what was purged meanwhile is then out of date from the start.
    """
    known = dict(reply.headers)
    lifetime = _S_MAXAGE.search(known.get(b"cache-control", b""))
    varies = {part.strip().lower() for part in known.get(b"vary", b"").split(b",")}
    if reply.status != 200 or lifetime is None or b"set-cookie" in known or not varies <= _IRRELEVANT:
        return None
    if int(known.get(b"content-length", MOST_BODY + 1)) > MOST_BODY:
        return None
    body = b"".join([part async for part in reply.body()])
    reply.close()
    headers = [(name, value) for name, value in answer_headers(reply) if name not in _REPLACED]
    found = next((match for _, value in headers if (match := _NONCE.search(value))), None)
    nonce = found[1] if found else b""
    etag = b'W/"%s"' % blake2b(body.replace(nonce, b"") if nonce else body, digest_size=9).hexdigest().encode()
    seconds = int(lifetime[1])
    cells = [cell_of(tag) for tag in known.get(b"cache-tags", b"").decode().split(",") if tag]
    query = known.get(b"cache-query")
    return KeptPage(
        # Compressing takes milliseconds, outside the interpreter's lock; other visitors are served meanwhile.
        stencil=await asyncio.to_thread(Stencil, body, nonce),
        headers=[
            *((name, value) for name, value in headers if not (nonce and nonce in value)),
            *_COMMON,
            (b"etag", etag),
        ],
        policies=[(name, value.split(nonce)) for name, value in headers if nonce and nonce in value],
        etag=etag,
        fresh_until=now + seconds,
        stale_until=now + seconds + min(seconds, MOST_STALE_SECONDS),
        cells=cells,
        numbers=[numbers[cell] for cell in cells],
        query=None if query is None else frozenset(filter(None, query.split(b","))),
        is_packed=len(body) >= WORTH_PACKING,
    )
