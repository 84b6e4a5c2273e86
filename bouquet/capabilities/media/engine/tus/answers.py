"""What the upload server says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
CHECKSUM_MISMATCH: Final = 460  # tus: « 460 Checksum Mismatch »


class Refusal(Exception):
    """A request that is not done, with its status and one sentence."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, dict(headers or {})


@dataclass(frozen=True)
class Answer:
    """A whole response; `text` is plain."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    async def send(self, send: Send) -> None:
        """Write it to the connection."""
        body = self.text.encode()
        headers = {**self.headers, "Content-Length": str(len(body)), "X-Content-Type-Options": "nosniff"}
        headers.setdefault("Cache-Control", "no-store")
        if body:
            headers["Content-Type"] = "text/plain; charset=utf-8"
        if self.status == 204:
            del headers["Content-Length"]
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        await send({"type": "http.response.body", "body": body})
