"""The live door: a plain ASGI app that gives a few paths to handlers and everything else to the pages.

An app's `live.py` holds `routes = [Route("/uploads/", handle), …]`: a handler is an ASGI application
`async def handle(scope, receive, send)`. The longest matching prefix wins. An app that must prepare something when the
process starts, or put something away when it ends, adds `lifespans = [an_async_context_manager_function]`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Handler = Callable[[Scope, Receive, Send], Awaitable[None]]
Lifespan = Callable[[], AbstractAsyncContextManager[None]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Route:
    """Requests whose path begins with `prefix` go to `handler`."""

    prefix: str
    handler: Handler


@dataclass
class Rooms:
    """What the apps bring: their routes, and what runs as long as the process lives."""

    routes: list[Route] = field(default_factory=list)
    lifespans: list[Lifespan] = field(default_factory=list)


class Router:
    """An ASGI app made of routes, with `otherwise` for the paths none of them takes.

    `early` routes answer from the first moment. `load` is called once in a thread when the process starts, because it
    imports Django and the apps, which takes longer than a door may stay shut; all other requests wait for it.
    """

    def __init__(self, early: Iterable[Route], *, load: Callable[[], Rooms], otherwise: Handler) -> None:
        self.early = _longest_first(early)
        self.load = load
        self.otherwise = otherwise
        self.routes = self.early
        self._ready = asyncio.Event()
        self._open = AsyncExitStack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        for route in self.routes:
            if path.startswith(route.prefix):
                await route.handler(scope, receive, send)
                return
        if not self._ready.is_set():
            await self._ready.wait()
            await self(scope, receive, send)
            return
        await self.otherwise(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        loading = asyncio.create_task(self._furnish())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        loading.cancel()
        await self._open.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _furnish(self) -> None:
        """Nothing can be served without the apps: a failure here ends the process, and its supervisor says so."""
        try:
            rooms = await asyncio.to_thread(self.load)
            for lifespan in rooms.lifespans:
                await self._open.enter_async_context(lifespan())
        except Exception:
            logger.critical("The live process cannot load the apps.", exc_info=True)
            raise SystemExit(3) from None
        # What was loaded stays for good: looking through it for garbage, again and again, would hold visitors up.
        gc.collect()
        gc.freeze()
        self.routes = _longest_first([*self.early, *rooms.routes])
        self._ready.set()


def _longest_first(routes: Iterable[Route]) -> list[Route]:
    return sorted(routes, key=lambda route: -len(route.prefix))
