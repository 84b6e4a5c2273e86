"""Two real servers, one real database, a hundred tabs: connections cut and servers killed at random. At the end every
tab holds exactly what the log holds, and everything that was acknowledged is there once.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bouquet.capabilities.messaging.tests.tabs import Tab
from bouquet.foundation.live.tests.test_processes import House
from tests.postgresql import private_postgresql
from tests.running import find

PEOPLE, TABS, TALKERS = 10, 100, 20


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database that nobody used before."""
    if request.param == "sqlite":
        yield ""
        return
    initdb = find("initdb")
    if initdb is None:
        pytest.skip("PostgreSQL is not on this machine")
    with private_postgresql(Path(initdb).parent) as address:
        yield address


class Server(House):
    """A live process on the database of the test."""

    def __init__(self, var: Path, database: str) -> None:
        super().__init__(var)
        self.database = database

    def start(self) -> None:
        """Until it has loaded the apps as well."""
        super().start()
        assert self.get("/live/rooms/none")[0] == 405

    def environment(self) -> dict[str, str]:
        return super().environment() | {"BOUQUET_DATABASE_URL": self.database}


def stage(var: Path, database: str, *arguments: str) -> Any:
    env = os.environ | {"BOUQUET_VAR": str(var), "BOUQUET_DATABASE_URL": database}
    env["DJANGO_SETTINGS_MODULE"] = "bouquet.config.settings"
    command = [sys.executable, "-m", "bouquet.capabilities.messaging.tests.stage", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_no_message_is_lost_or_doubled_whatever_is_killed(database: str, tmp_path: Path) -> None:
    told = stage(tmp_path, database, "set", str(PEOPLE))
    servers = [Server(tmp_path, database) for _ in range(2)]
    chance = random.Random(4)
    try:
        for server in servers:
            server.start()
        ports = [server.port for server in servers]
        tabs = [
            Tab(told["cookies"][number % PEOPLE], ports, random.Random(number), dict(told["rooms"]))
            for number in range(TABS)
        ]
        asyncio.run(_storm(servers, tabs, chance))
        log = stage(tmp_path, database, "log")
    finally:
        for server in servers:
            server.kill()
    _compare(tabs, log, told["rooms"])


async def _storm(servers: list[Server], tabs: list[Tab], chance: random.Random) -> None:
    over, silence = asyncio.Event(), asyncio.Event()
    listening = [asyncio.ensure_future(tab.listen(over)) for tab in tabs]
    talking = [asyncio.ensure_future(tab.talk(silence)) for tab in tabs[:TALKERS]]
    for server in servers:
        await asyncio.sleep(chance.uniform(1, 2))
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(chance.uniform(0, 1))
        await asyncio.to_thread(server.start)
    for _ in range(600):
        # However slow the machine: until enough was said and cut.
        if sum(len(tab.acknowledged) for tab in tabs) > 150 and sum(tab.cuts for tab in tabs) > 300:
            break
        await asyncio.sleep(0.1)
    silence.set()
    await asyncio.gather(*talking)
    for _ in range(300):
        await asyncio.sleep(0.1)
        if any(one.done() for one in listening) or len({json.dumps(tab.places, sort_keys=True) for tab in tabs}) == 1:
            break
    await asyncio.sleep(0.5)
    over.set()
    await asyncio.gather(*listening)


def _compare(tabs: list[Tab], log: dict[str, Any], begun: dict[str, int]) -> None:
    expected = {
        code: [(seq, kind, client) for room, seq, kind, client in log["events"] if room == code and seq > begun[code]]
        for code in begun
    }
    assert sum(map(len, expected.values())) > 100, "hardly anything was said"
    assert sum(tab.cuts for tab in tabs) > 300, "hardly anything was cut"
    assert sum(tab.resets for tab in tabs) == 0
    for code, events in expected.items():
        assert [seq for seq, _, _ in events] == list(range(begun[code] + 1, begun[code] + 1 + len(events)))
        for tab in tabs:
            assert tab.events.get(code, []) == events
    written = Counter(client for events in expected.values() for _, _, client in events if client)
    assert not [client for client, times in written.items() if times > 1]
    acknowledged = {client for tab in tabs for client in tab.acknowledged}
    assert acknowledged <= set(written)
    for tab in tabs:
        assert tab.messages == log["messages"]
