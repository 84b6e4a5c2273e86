"""Writing an ASGI answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from bouquet.foundation.live.routing import Receive, Send

Headers = list[tuple[bytes, bytes]]

PLAIN = (b"content-type", b"text/plain; charset=utf-8")
NOSNIFF = (b"x-content-type-options", b"nosniff")
NO_STORE = (b"cache-control", b"no-store")


async def answer(
    send: Send, status: int, headers: Iterable[tuple[bytes, bytes]] = (), body: bytes = b"", *, bare: bool = False
) -> None:
    """A whole answer. `bare` keeps the length and leaves out the body, for HEAD (RFC 9110 §9.3.2)."""
    length = [(b"content-length", b"%d" % len(body))] if status not in {204, 304} else []
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": b"" if bare else body})


async def refuse(send: Send, status: int, sentence: str, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """An answer for programs: one plain sentence."""
    await answer(send, status, [PLAIN, NOSNIFF, NO_STORE, *headers], f"{sentence}\n".encode())


async def when_gone(receive: Receive) -> None:
    """Returns when the client has gone away: sending to a closed connection raises nothing."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Presence:
    """Whether the client is still there, for answers that take long: `with Presence(receive) as client`."""

    def __init__(self, receive: Receive) -> None:
        self._watch = asyncio.ensure_future(when_gone(receive))

    @property
    def is_gone(self) -> bool:
        return self._watch.done()

    async def wait_for(self, something: asyncio.Future[Any], *, seconds: float) -> None:
        """Returns when `something` is done, the client has gone, or `seconds` have passed."""
        await asyncio.wait({self._watch, something}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)

    def __enter__(self) -> Presence:
        return self

    def __exit__(self, *error: object) -> None:
        self._watch.cancel()
