"""A client of the upload server without a network: it speaks ASGI, and can cut the line at any byte."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bouquet.capabilities.media.engine.tus.answers import Refusal
from bouquet.capabilities.media.engine.tus.headers import Headers
from bouquet.capabilities.media.engine.tus.server import TusServer
from bouquet.capabilities.media.engine.tus.shelf import Record, Shelf, new_id

BODY = {"Content-Type": "application/offset+octet-stream"}


@dataclass
class Reply:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def offset(self) -> int:
        return int(self.headers["upload-offset"])


class OpenGate:
    """Lets everyone in and keeps whole files in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.taken: list[bytes] = []
        self.is_full = False
        self.time = time.time()

    def admit(self, headers: Headers, length: int, metadata: dict[str, str]) -> Record:
        if length > self.most_bytes():
            raise Refusal(413, "too large")
        record = Record(new_id("ines"), length, "ines", "test", self.time, "asset-1", "fr", metadata)
        return self.shelf.new(record)

    def take(self, record: Record) -> None:
        path = self.shelf.bytes_of(record.id)
        if path.exists():
            self.taken.append(path.read_bytes())

    def receipt(self, record: Record) -> dict[str, str]:
        return {"Asset-Id": record.asset_id}

    def check_space(self, record: Record) -> None:
        if self.is_full:
            raise self.disk_full(record)

    def disk_full(self, record: Record) -> Refusal:
        return Refusal(507, "full")

    def most_bytes(self) -> int:
        return 1 << 40

    def now(self) -> float:
        return self.time


class Speaker:
    """Requests to a server, each answered before the next."""

    def __init__(self, server: TusServer) -> None:
        self.server = server

    def ask(
        self,
        method: str,
        path: str = "/uploads/",
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        **more: Any,
    ) -> Reply:
        return asyncio.run(self.asking(method, path, headers, body, **more))

    async def asking(
        self,
        method: str,
        path: str = "/uploads/",
        headers: dict[str, str] | None = None,
        body: bytes | Iterable[bytes] = b"",
        *,
        cut: bool = False,
        version: str | None = "1.0.0",
        gate: asyncio.Event | None = None,
    ) -> Reply:
        """`cut` hangs up after the body instead of ending it; `gate` holds the end of the body back until it is set."""
        sent = dict(headers or {}) | ({"Tus-Resumable": version} if version else {})
        chunks = [body] if isinstance(body, bytes) else list(body)
        messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
        messages.append(
            {"type": "http.disconnect"} if cut else {"type": "http.request", "body": b"", "more_body": False}
        )
        reply = Reply()

        async def receive() -> dict[str, Any]:
            if gate is not None and len(messages) == 1:
                await gate.wait()
            await asyncio.sleep(0)
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                reply.status = message["status"]
                reply.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            else:
                reply.body += message["body"]

        raw = [(name.encode(), value.encode()) for name, value in sent.items()]
        await self.server({"type": "http", "method": method, "path": path, "headers": raw}, receive, send)
        return reply

    def create(self, length: int, **metadata: str) -> str:
        """The address of a new upload."""
        pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())
        reply = self.ask("POST", headers={"Upload-Length": str(length), "Upload-Metadata": pairs})
        assert reply.status == 201, reply
        return reply.headers["location"]

    def patch(self, path: str, offset: int, body: bytes, headers: dict[str, str] | None = None, **more: Any) -> Reply:
        sent = {**BODY, "Upload-Offset": str(offset), **(headers or {})}
        return self.ask("PATCH", path, sent, body, **more)


def speaker(folder: Path) -> tuple[Speaker, OpenGate]:
    """A server on its own shelf, with its door open."""
    shelf = Shelf(folder)
    gate = OpenGate(shelf)
    return Speaker(TusServer(shelf, gate, prefix="/uploads/")), gate
