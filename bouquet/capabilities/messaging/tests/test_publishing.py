"""Wake-ups through Valkey, over TCP with a server of its protocol: two machines, a server that goes and comes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import pytest
from fakeredis import TcpFakeServer

from bouquet.capabilities.messaging import providers
from bouquet.capabilities.messaging.engine import publishing
from bouquet.capabilities.messaging.engine.publishing import Published
from bouquet.capabilities.messaging.engine.wakeups import Tags, Woken
from bouquet.foundation.live.tests.test_processes import free_port


class Machine:
    """One whose own processes are never woken: what comes, comes from elsewhere."""

    def __init__(self, port: int, channel: str = "rooms") -> None:
        self.wakeups = Published(Silent(), f"valkey://127.0.0.1:{port}", channel)
        self.watched = Tags()
        self.watched.add("room:one", "room:two")
        self.woken: list[set[str]] = []
        self.listening: asyncio.Task[None] | None = None

    def listen(self) -> None:
        self.listening = asyncio.ensure_future(
            self.wakeups.listen(lambda tags: self.woken.append(set(tags)), self.watched)
        )

    async def end(self) -> None:
        if self.listening:
            self.listening.cancel()
            await asyncio.wait({self.listening})
        await asyncio.to_thread(self.wakeups.close)


class Silent:
    """What carries nothing."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, tags: Collection[str]) -> None:
        self.sent += tags

    async def listen(self, woken: Woken, watched: Tags) -> None:
        await asyncio.Event().wait()

    def close(self) -> None:
        pass


@contextmanager
def valkey(port: int) -> Iterator[None]:
    TcpFakeServer.allow_reuse_address = True
    server = TcpFakeServer(("127.0.0.1", port), server_type="valkey")
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    serving.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


async def until(machine: Machine, sender: Machine, tags: Collection[str]) -> set[str]:
    """Sent again until it came: what is sent while nobody listens yet is lost, as it may be."""
    for _ in range(100):
        await asyncio.to_thread(sender.wakeups.send, tags)
        await asyncio.sleep(0.05)
        if machine.woken:
            return machine.woken[-1]
    raise AssertionError("nothing came")


def test_another_machine_is_woken_for_what_it_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()

    async def main() -> None:
        here, there, stranger = Machine(port), Machine(port), Machine(port, "rooms of another installation")
        there.listen()
        stranger.listen()
        assert await until(there, here, ["room:one", "room:three"]) == {"room:one"}
        assert isinstance(here.wakeups.near, Silent)
        assert here.wakeups.near.sent[:2] == ["room:one", "room:three"], "this machine is told besides"
        there.woken.clear()
        monkeypatch.setattr(publishing, "MOST_NAMED", 1)
        assert await until(there, here, ["room:four", "room:five"]) == {"room:one", "room:two"}, (
            "too many: everybody looks"
        )
        assert stranger.woken == []
        for machine in (here, there, stranger):
            await machine.end()

    with valkey(port):
        asyncio.run(main())


def test_a_valkey_that_is_away_holds_nobody_up_and_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setattr(publishing, "AGAIN_SECONDS", 0.1)

    async def main() -> None:
        here, there = Machine(port), Machine(port)
        there.listen()
        for _ in range(3):
            here.wakeups.send(["room:one"])
        await asyncio.sleep(0.3)
        assert there.woken == []
        with valkey(port):
            assert await until(there, here, ["room:two"]) >= {"room:two"}
        for machine in (here, there):
            await machine.end()

    asyncio.run(main())


def test_an_installation_that_names_one_uses_it(settings: pytest.FixtureRequest) -> None:
    providers.wakeups.cache_clear()
    settings.BOUQUET_VALKEY_URL = "valkeys://user:secret@valkey.example:6380"  # type: ignore[attr-defined]
    try:
        chosen = providers.wakeups()
        assert isinstance(chosen, Published)
        assert chosen.url == "rediss://user:secret@valkey.example:6380"
        assert chosen.channel.startswith("bouquet:") and chosen.channel.endswith(":rooms")
    finally:
        providers.wakeups.cache_clear()
