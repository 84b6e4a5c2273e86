"""Asks an ASGI application without a network, and stands in for the pages with a small HTTP server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bouquet.foundation.live.routing import Handler, Message


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    file: str = ""

    def __getitem__(self, name: str) -> str:
        return next((value.decode() for key, value in self.headers if key == name.encode()), "")


async def ask(
    app: Handler, path: str, *, method: str = "GET", query: bytes = b"", body: bytes = b"", **headers: str
) -> Answer:
    """One request; header names are written with `_` for `-`."""
    got = Answer()
    sent = [{"type": "http.request", "body": body, "more_body": False}]
    over = asyncio.Event()

    async def receive() -> Message:
        if sent:
            return sent.pop()
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            got.status, got.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.pathsend":
            got.file = message["path"]
        else:
            got.body += message.get("body", b"")

    headers.setdefault("host", "wideo.m6.localhost")
    if body:
        headers["content_length"] = str(len(body))
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query,
        "scheme": "http",
        "client": ("203.0.113.7", "4444"),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, receive, send)
    over.set()
    return got


@dataclass
class Asked:
    """A request as the stand-in received it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Respond = Callable[[Asked], Awaitable[bytes]]


@dataclass
class StandIn:
    """The pages' stand-in: its port, and every request it got."""

    port: int
    asked: list[Asked]


@asynccontextmanager
async def pages_that(respond: Respond) -> AsyncIterator[StandIn]:
    """An HTTP server on loopback; `respond` returns the raw answer, and closes the connection by returning nothing."""
    asked: list[Asked] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                method, target, _ = head[0].split(" ")
                headers = dict(line.split(": ", 1) for line in head[1:] if line)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                request = Asked(method, target, headers, body)
                asked.append(request)
                raw = await respond(request)
                if not raw:
                    break
                writer.write(raw)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield StandIn(server.sockets[0].getsockname()[1], asked)
    finally:
        server.close()


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A raw HTTP/1.1 answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
