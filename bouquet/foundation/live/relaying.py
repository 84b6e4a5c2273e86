"""Files of a store that is elsewhere (S3), passed on as they come.

A redirect to the store would be less work, and fail: a playlist's relative addresses would lose their signature, and
the pages' content security policy knows only this origin.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import cache

import httpx

from bouquet.foundation.live.answers import Presence, refuse
from bouquet.foundation.live.requests import header
from bouquet.foundation.live.routing import Receive, Scope, Send
from bouquet.foundation.storage.store import store

PASSED_UP = (b"range", b"if-none-match", b"if-range", b"if-modified-since")
PASSED_DOWN = (b"content-length", b"content-range", b"etag", b"last-modified", b"accept-ranges")
ADDRESS_SECONDS = 300


@cache
def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=httpx.Timeout(30, connect=5), limits=httpx.Limits(max_connections=200))


async def relay(scope: Scope, receive: Receive, send: Send, key: str, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Answer with the file `key` of the store; `headers` say type and cacheability."""
    if scope["method"] not in {"GET", "HEAD"}:
        await refuse(send, 405, "Only GET and HEAD are answered here.", [(b"allow", b"GET, HEAD")])
        return
    address = await asyncio.to_thread(store().signed_address, key, seconds=ADDRESS_SECONDS)
    asked = [(name, value) for name in PASSED_UP if (value := header(scope, name))]
    is_begun = False
    try:
        # The address is signed for GET: a HEAD is a GET whose body is not read.
        async with _client().stream("GET", str(address), headers=[*asked, (b"accept-encoding", b"identity")]) as found:
            if found.status_code not in {200, 206, 304, 416}:
                missing = found.status_code in {403, 404}
                await refuse(send, 404 if missing else 502, "There is no such file." if missing else "Try again.")
                return
            kept = [(name.lower(), value) for name, value in found.headers.raw if name.lower() in PASSED_DOWN]
            is_begun = True
            await send({"type": "http.response.start", "status": found.status_code, "headers": [*headers, *kept]})
            with Presence(receive) as client:
                if scope["method"] == "GET" and found.status_code in {200, 206}:
                    async for chunk in found.aiter_raw():
                        if client.is_gone:
                            return
                        await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
    except httpx.HTTPError:
        if is_begun:
            # The server closes the connection, and the player asks for the rest again.
            raise
        await refuse(send, 502, "The store does not answer. Try again in a moment.")
