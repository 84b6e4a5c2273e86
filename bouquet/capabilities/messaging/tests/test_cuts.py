"""Thousands of cuts: whatever breaks, every client ends with exactly what the log holds, in its order, nothing twice.

The engine alone, with a log in memory: two hubs are two servers, wake-ups are lost, streams are cut between any two
bytes they were sent, clients come back with their cursor or with what they hold. `test_killed_servers.py` does the same
with real processes and a real database.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from uuid import UUID

import pytest

from bouquet.capabilities.messaging.engine import cursors, follower, hub
from bouquet.capabilities.messaging.engine.follower import Follower
from bouquet.capabilities.messaging.engine.frames import Caught, Frame, Heads, News, encoded
from bouquet.capabilities.messaging.engine.hub import Hub
from bouquet.capabilities.messaging.engine.wakeups import Tags, Woken, room_tag
from bouquet.capabilities.messaging.engine.writer import Writer
from bouquet.foundation.ids.keys import new_key

GAP = 40


class Log:
    """Rooms as lists: the event with number n stands at n - 1. `sent` is the unique constraint."""

    def __init__(self, codes: Collection[str]) -> None:
        self.rooms: dict[str, list[str]] = {code: [] for code in codes}
        self.sent: dict[tuple[str, str], int] = {}
        self.readings = 0

    def write(self, code: str, client: str) -> int:
        if (code, client) in self.sent:
            return self.sent[code, client]
        self.rooms[code].append(client)
        self.sent[code, client] = len(self.rooms[code])
        return self.sent[code, client]

    def frames(self, code: str, after: int) -> list[Frame]:
        log = self.rooms[code]
        return [
            Frame(seq, encoded("log", {"room": code, "seq": seq, "client": log[seq - 1]}))
            for seq in range(after + 1, min(len(log), after + 500) + 1)
        ]

    def news(self, known: Mapping[str, int]) -> Mapping[str, News]:
        self.readings += 1
        return {
            code: News(len(self.rooms[code]), len(self.rooms[code]), self.frames(code, seq))
            for code, seq in known.items()
            if len(self.rooms[code]) > seq
        }

    def catch_up(self, account: UUID | None, code: str, after: int) -> Caught:
        seq = len(self.rooms[code])
        if after > seq or seq - after > GAP:
            told = {"room": code, "why": "gap", "snapshot": {"seq": seq, "all": list(self.rooms[code][:seq])}}
            return Caught(seq, reset=encoded("reset", told))
        return Caught(seq, frames=self.frames(code, after))

    def heads(self, account: UUID) -> Heads | None:
        return Heads(encoded("heads", {}), {code: len(log) for code, log in self.rooms.items()})


class Unreliable:
    """Wake-ups of which one in three is lost."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.listening: list[Woken] = []

    def send(self, tags: Collection[str]) -> None:
        for woken in self.listening:
            if self.chance.random() < 0.66:
                woken(tags)

    async def listen(self, woken: Woken, watched: Tags) -> None:
        self.listening.append(woken)
        try:
            await asyncio.Event().wait()
        finally:
            self.listening.remove(woken)

    def close(self) -> None:
        pass


class Client:
    """What a browser does with the stream: holds rooms, reconnects with `Last-Event-ID` or anew."""

    def __init__(self, codes: Collection[str]) -> None:
        self.held: dict[str, list[str]] = {code: [] for code in codes}
        self.base: dict[str, int] = {}
        self.last_event_id = ""
        self.cuts = self.resets = 0
        self.rest = b""
        self.cursor = ""

    @property
    def places(self) -> dict[str, int]:
        return {code: len(held) for code, held in self.held.items()}

    def take(self, data: bytes) -> None:
        *whole, self.rest = (self.rest + data).split(b"\n\n")
        for event in whole:
            fields = dict(line.split(": ", 1) for line in event.decode().split("\n") if not line.startswith(":"))
            if "id" in fields:
                self.cursor = fields["id"]
            self._take(fields.get("event", ""), json.loads(fields.get("data", "{}")))
            self.last_event_id = self.cursor

    def _take(self, name: str, data: dict[str, object]) -> None:
        code = str(data.get("room", ""))
        if name == "log":
            held = self.held[code]
            assert data["seq"] == len(held) + 1, f"{code}: {data['seq']} after {len(held)}"
            held.append(str(data["client"]))
        elif name == "reset":
            self.resets += 1
            snapshot = data["snapshot"]
            assert isinstance(snapshot, dict)
            self.held[code] = list(snapshot["all"])

    async def live(self, pick: Callable[[], Hub], chance: random.Random, over: asyncio.Event) -> None:
        while not over.is_set():
            await self._connect(pick(), chance, over)

    async def _connect(self, server: Hub, chance: random.Random, over: asyncio.Event) -> None:
        by_itself = self.base and chance.random() < 0.5
        if not by_itself:
            # A new page: it says what it holds.
            self.base, self.last_event_id = self.places, ""
        self.rest, self.cursor = b"", self.last_event_id
        account = new_key() if chance.random() < 0.3 else None
        one = Follower(server, account, self.base, cursors.parse(self.last_event_id))
        left = chance.randint(1, 4000)

        async def send(data: bytes) -> None:
            nonlocal left
            if chance.random() < 0.05:
                await asyncio.sleep(0.01)
            # The connection breaks in the middle of what is sent.
            if not over.is_set() and len(data) > left:
                self.take(data[:left])
                raise ConnectionError
            left -= len(data)
            self.take(data)

        self.cuts += 1
        running = asyncio.ensure_future(one.run(send))
        cut = asyncio.ensure_future(over.wait() if chance.random() < 0.3 else asyncio.sleep(chance.random() * 0.03))
        await asyncio.wait({running, cut}, return_when=asyncio.FIRST_COMPLETED)
        for task in (running, cut):
            task.cancel()
        for ended in await asyncio.gather(running, cut, return_exceptions=True):
            if isinstance(ended, AssertionError):
                raise ended


@pytest.mark.parametrize("seed", [1, 2])
def test_after_thousands_of_cuts_every_client_holds_exactly_the_log(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "ROUND_SECONDS", 0.05)
    monkeypatch.setattr(hub, "PEOPLE_SECONDS", 0.02)
    monkeypatch.setattr(hub, "KEPT", 16)
    monkeypatch.setattr(follower, "MOST_WAITING", 12)
    chance = random.Random(seed)
    codes = ["roomA", "roomB", "roomC"]

    async def main() -> None:
        log, wakeups, over = Log(codes), Unreliable(chance), asyncio.Event()
        servers = [Hub(log, wakeups) for _ in range(2)]
        for server in servers:
            server.begin()
        clients = [Client(codes) for _ in range(60)]
        living = [asyncio.ensure_future(one.live(lambda: chance.choice(servers), chance, over)) for one in clients]
        loop = asyncio.get_running_loop()
        end, number = loop.time() + 5, 0

        def is_enough() -> bool:
            """However slow the machine."""
            return sum(one.cuts for one in clients) > 2000 and sum(one.resets for one in clients) > 50

        while loop.time() < end or (loop.time() < end + 60 and not is_enough()):
            if any(one.done() for one in living):
                break
            code, number = chance.choice(codes), number + 1
            for _ in range(chance.choice([1, 1, 2])):
                # A retry after an answer that was lost.
                log.write(code, f"c{number}")
            if chance.random() < 0.02:
                for extra in range(GAP + 10):
                    log.write(code, f"c{number}-{extra}")
            wakeups.send([room_tag(code)])
            if chance.random() < 0.003:
                # A server is killed, with all it remembers.
                dying = servers.pop(chance.randrange(2))
                await dying.end()
                servers.append(Hub(log, wakeups))
                servers[-1].begin()
            await asyncio.sleep(0.002)
        over.set()
        await asyncio.gather(*living)
        assert sum(one.cuts for one in clients) > 2000
        assert sum(one.resets for one in clients) > 50
        # The network holds from now on.
        over.clear()
        living = [asyncio.ensure_future(one.live(lambda: chance.choice(servers), _Calm(), over)) for one in clients]
        for _ in range(200):
            await asyncio.sleep(0.05)
            if all(one.held == log.rooms for one in clients):
                break
        over.set()
        await asyncio.gather(*living)
        for one in clients:
            assert one.held == log.rooms
        assert len({client for held in log.rooms.values() for client in held}) == sum(map(len, log.rooms.values()))
        for server in servers:
            assert not server.followers and not server.accounts
            await server.end()

    asyncio.run(main())


class _Calm(random.Random):
    """Nothing breaks any more."""

    def random(self) -> float:
        return 0.29

    def randint(self, a: int, b: int) -> int:
        return 10**9


def test_thousands_who_follow_one_room_are_one_reading() -> None:
    async def main() -> None:
        log = Log(["roomA"])
        server = Hub(log, Unreliable(_Calm()))
        server.begin()
        clients = [Client(["roomA"]) for _ in range(500)]
        over = asyncio.Event()
        living = [asyncio.ensure_future(one.live(lambda: server, _Calm(), over)) for one in clients]
        await asyncio.sleep(0.3)
        before = log.readings
        for number in range(20):
            log.write("roomA", f"c{number}")
        server.woken([room_tag("roomA")])
        await asyncio.sleep(0.3)
        assert all(one.held == log.rooms for one in clients)
        assert log.readings - before <= 3
        over.set()
        await asyncio.gather(*living)
        await server.end()

    asyncio.run(main())


def test_a_client_that_takes_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "MOST_WAITING", 20)

    async def main() -> None:
        log = Log(["roomA"])
        server = Hub(log, Unreliable(_Calm()))
        server.begin()
        stuck, quick = Client(["roomA"]), Client(["roomA"])
        may_go = asyncio.Event()

        async def slowly(data: bytes) -> None:
            await may_go.wait()
            stuck.take(data)

        async def at_once(data: bytes) -> None:
            quick.take(data)

        slow = Follower(server, None, {"roomA": 0}, {})
        running = [asyncio.ensure_future(slow.run(slowly))]
        running += [asyncio.ensure_future(Follower(server, None, {"roomA": 0}, {}).run(at_once))]
        await asyncio.sleep(0.05)
        for number in range(35):
            log.write("roomA", f"c{number}")
            server.woken([room_tag("roomA")])
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.1)
        assert quick.held == log.rooms
        assert len(slow.queue) <= 20
        may_go.set()
        await asyncio.sleep(0.1)
        assert stuck.held == log.rooms
        for task in running:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*running)
        await server.end()

    asyncio.run(main())


def test_what_waits_is_written_together_and_answered_after() -> None:
    batches: list[int] = []

    def commit(commands: Collection[int]) -> list[int]:
        batches.append(len(commands))
        return [2 * command for command in commands]

    async def main() -> None:
        writer: Writer[int, int] = Writer(commit)
        assert await asyncio.gather(*(writer.carry_out(number) for number in range(50))) == list(range(0, 100, 2))
        await writer.close()

    asyncio.run(main())
    assert sum(batches) == 50
    assert len(batches) <= 2
