"""The live door: a plain ASGI app that gives a few paths to handlers and everything else to the pages.

An app's `live.py` holds `routes = [Route("/uploads/", handle), …]`: a handler is an ASGI application
`async def handle(scope, receive, send)`. The longest matching prefix wins.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Handler = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True)
class Route:
    """Requests whose path begins with `prefix` go to `handler`."""

    prefix: str
    handler: Handler


class Router:
    """An ASGI app made of routes, with `otherwise` for the paths none of them takes."""

    def __init__(self, routes: Iterable[Route], *, otherwise: Handler) -> None:
        self.routes = sorted(routes, key=lambda route: -len(route.prefix))
        self.otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        for route in self.routes:
            if path.startswith(route.prefix):
                await route.handler(scope, receive, send)
                return
        await self.otherwise(scope, receive, send)
