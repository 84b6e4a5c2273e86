"""Wake-ups between machines through Valkey's publish and subscribe (or Redis', whose protocol it speaks), besides those
within one machine.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Collection
from typing import Final

import redis
import redis.asyncio

from bouquet.capabilities.messaging.engine.wakeups import Tags, Wakeups, Woken

# Too many to name: everybody looks.
MOST_NAMED: Final = 500
AGAIN_SECONDS: Final = 5.0
REACH_SECONDS: Final = 2.0

logger = logging.getLogger(__name__)


class Published:
    """`url` as `redis://`, `rediss://` or `valkey://`; `channel` is this installation's own, for one server may carry
    several. What was written never waits for it: a thread publishes what has gathered."""

    def __init__(self, near: Wakeups, url: str, channel: str) -> None:
        self.near, self.channel = near, channel
        self.url = "redis" + url.removeprefix("valkey") if url.startswith("valkey") else url
        self._waiting: set[str] = set()
        self._come = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def send(self, tags: Collection[str]) -> None:
        self.near.send(tags)
        with self._come:
            self._waiting.update(tags)
            if self._thread is None:
                self._thread = threading.Thread(target=self._publish_on, name="room-publisher", daemon=True)
                self._thread.start()
            self._come.notify()

    async def listen(self, woken: Woken, watched: Tags) -> None:
        far = asyncio.ensure_future(self._listen_far(woken, watched))
        try:
            await self.near.listen(woken, watched)
        finally:
            far.cancel()
            await asyncio.wait({far})

    def close(self) -> None:
        """What gathered leaves first."""
        with self._come:
            self._is_closed = True
            self._come.notify()
        if self._thread is not None:
            self._thread.join(REACH_SECONDS)
        self.near.close()

    def _publish_on(self) -> None:
        with redis.Redis.from_url(
            self.url, socket_timeout=REACH_SECONDS, socket_connect_timeout=REACH_SECONDS
        ) as client:
            while (tags := self._next()) is not None:
                try:
                    client.publish(self.channel, " ".join(tags) if len(tags) <= MOST_NAMED else "")
                except (OSError, redis.RedisError):
                    # Streams on other machines look by themselves.
                    logger.warning("Wake-ups do not reach other machines for now.", exc_info=True)

    def _next(self) -> set[str] | None:
        with self._come:
            while not self._waiting:
                if self._is_closed:
                    return None
                self._come.wait()
            tags, self._waiting = self._waiting, set()
            return tags

    async def _listen_far(self, woken: Woken, watched: Tags) -> None:
        while True:
            try:
                async with (
                    redis.asyncio.Redis.from_url(self.url, socket_connect_timeout=REACH_SECONDS) as client,
                    client.pubsub(ignore_subscribe_messages=True) as listening,
                ):
                    await listening.subscribe(self.channel)
                    async for message in listening.listen():
                        if tags := watched.named(message["data"].decode().split()):
                            woken(tags)
            except (OSError, redis.RedisError):
                logger.warning("Wake-ups from other machines do not come for now.", exc_info=True)
            await asyncio.sleep(AGAIN_SECONDS)
