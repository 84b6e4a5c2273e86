"""Wake-ups between machines through PostgreSQL's LISTEN and NOTIFY, besides those within one machine."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from bouquet.capabilities.messaging.engine.wakeups import Tags, Wakeups, Woken

CHANNEL: Final = "bouquet_rooms"
# NOTIFY takes payloads below 8,000 bytes.
MOST_BYTES: Final = 7000
AGAIN_SECONDS: Final = 5.0

logger = logging.getLogger(__name__)


class Notifications:
    """`notify(channel, payload)` runs on the connection that has just committed; `reached` is how psycopg reaches the
    database, for the one connection of this process that listens."""

    def __init__(self, near: Wakeups, notify: Callable[[str, str], None], reached: Mapping[str, Any]) -> None:
        self.near, self.notify, self.reached = near, notify, reached

    def send(self, tags: Collection[str]) -> None:
        self.near.send(tags)
        payload = " ".join(tags)
        # Too many to name: everybody looks.
        self.notify(CHANNEL, payload if len(payload) < MOST_BYTES else "")

    async def listen(self, woken: Woken, watched: Tags) -> None:
        far = asyncio.ensure_future(self._listen_far(woken, watched))
        try:
            await self.near.listen(woken, watched)
        finally:
            far.cancel()

    def close(self) -> None:
        self.near.close()

    async def _listen_far(self, woken: Woken, watched: Tags) -> None:
        import psycopg

        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**self.reached, autocommit=True) as listening:
                    await listening.execute(f"LISTEN {CHANNEL}")
                    async for notice in listening.notifies():
                        if tags := watched.named(notice.payload.split()):
                            woken(tags)
            except (OSError, psycopg.Error):
                logger.warning("Wake-ups from other machines do not come for now.", exc_info=True)
            await asyncio.sleep(AGAIN_SECONDS)
