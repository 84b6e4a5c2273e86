"""The upload server alone, for a process of its own: `granian --interface asgi bouquet…tests.serving:app`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from bouquet.capabilities.media.engine.tus.server import TusServer
from bouquet.capabilities.media.engine.tus.shelf import Record, Shelf
from bouquet.capabilities.media.tests.speaking import OpenGate


class KeepingGate(OpenGate):
    """Moves a whole file aside, so that the test can compare it."""

    def take(self, record: Record) -> None:
        source = self.shelf.bytes_of(record.id)
        if source.exists():
            source.rename(source.with_suffix(".whole"))


_shelf = Shelf(Path(os.environ.get("SHELF", "/nonexistent")))
_server = TusServer(_shelf, KeepingGate(_shelf), prefix="/uploads/")


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Uploads, and the life of the process."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    await _server(scope, receive, send)
