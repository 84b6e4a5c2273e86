"""The number on the badge: told at once, to who is signed in, with one question for all who listen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications import live
from bouquet.capabilities.notifications.actions import reading
from bouquet.capabilities.notifications.engine import hub as hubs
from bouquet.capabilities.notifications.engine.hub import TAG, Hub, tag
from bouquet.capabilities.notifications.models import Entry
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.live.generations import Generations, generations


class Counter:
    """A database that is asked how much is unread."""

    def __init__(self) -> None:
        self.unread: dict[UUID, int] = {}
        self.asked: list[set[UUID]] = []
        self.is_away = False

    def __call__(self, keys: Collection[UUID]) -> Mapping[UUID, int]:
        self.asked.append(set(keys))
        if self.is_away:
            raise ConnectionError
        return {key: self.unread.get(key, 0) for key in keys}


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(hubs, "LOOK_SECONDS", 0.01)
    return tmp_path / "generations"


class Tab:
    """One that listens, and what it was told."""

    def __init__(self, hub: Hub, account: UUID) -> None:
        self.told: asyncio.Queue[int] = asyncio.Queue()
        self.end = hub.listen(account, self.told.put_nowait)

    async def soon(self) -> int:
        async with asyncio.timeout(2):
            return await self.told.get()

    async def nothing(self) -> None:
        await asyncio.sleep(0.05)
        assert self.told.empty()


def test_a_change_in_another_process_is_told_to_whom_it_concerns_and_counted_once(cells: Path) -> None:
    counter, ines, karim = Counter(), new_key(), new_key()

    async def main() -> None:
        hub = Hub(Generations(cells), counter)
        elsewhere = Generations(cells)
        counter.unread = {ines: 2}
        tabs = [Tab(hub, one) for one in (ines, ines, karim)]
        assert [await tab.soon() for tab in tabs] == [2, 2, 0]
        assert len(counter.asked) <= 2
        before = len(counter.asked)
        counter.unread = {ines: 3}
        elsewhere.advance([tag(ines), TAG])
        assert [await tab.soon() for tab in tabs[:2]] == [3, 3]
        await tabs[2].nothing()
        assert counter.asked[before:] == [{ines}], "one question, and nobody asks for Karim"
        late = Tab(hub, ines)
        assert await late.soon() == 3, "what is known is told at once"
        for one in (*tabs, late):
            one.end()
        await asyncio.sleep(0.05)
        assert hub.members == {}
        assert hub._counting is not None and hub._counting.done(), "nobody listens, nobody counts"

    asyncio.run(main())


def test_hundreds_who_come_together_are_one_question(cells: Path) -> None:
    counter = Counter()

    async def main() -> None:
        hub = Hub(Generations(cells), counter)
        listening = [Tab(hub, new_key()) for _ in range(300)]
        assert {await tab.soon() for tab in listening} == {0}
        assert len(counter.asked) <= 3
        assert sum(map(len, counter.asked)) == 300

    asyncio.run(main())


def test_silence_costs_no_question(cells: Path) -> None:
    counter, ines = Counter(), new_key()

    async def main() -> None:
        tab = Tab(Hub(Generations(cells), counter), ines)
        await tab.soon()
        before = len(counter.asked)
        await tab.nothing()
        await asyncio.sleep(0.1)
        assert len(counter.asked) == before

    asyncio.run(main())


def test_what_changed_on_another_machine_is_found_on_the_round(cells: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "ROUND_SECONDS", 0.1)
    counter, ines = Counter(), new_key()

    async def main() -> None:
        tab = Tab(Hub(Generations(cells), counter), ines)
        assert await tab.soon() == 0
        counter.unread = {ines: 1}
        assert await tab.soon() == 1

    asyncio.run(main())


def test_a_database_that_is_away_is_asked_again(cells: Path) -> None:
    counter, ines = Counter(), new_key()
    counter.is_away, counter.unread = True, {ines: 4}

    async def main() -> None:
        tab = Tab(Hub(Generations(cells), counter), ines)
        await tab.nothing()
        counter.is_away = False
        assert await tab.soon() == 4

    asyncio.run(main())


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread would close is the test's own."""
    monkeypatch.setattr(live, "close_old_connections", lambda: None)


def test_hundreds_are_counted_for_with_one_question(
    ines: Account, karim: Account, things: Things, one_connection: None, django_assert_num_queries: Any
) -> None:
    for _ in range(2):
        reply(ines, karim, things.make())
    strangers = [new_key() for _ in range(400)]
    with django_assert_num_queries(1):
        counted = live.count([ines.pk, karim.pk, *strangers])
    assert (counted[ines.pk], counted[karim.pk], len(counted)) == (2, 0, 402)


def told(monkeypatch: pytest.MonkeyPatch, account: UUID | None, known: str = "") -> list[dict[str, int]]:
    """What a stream carries: one is unread at first, then nothing."""
    inbox = account or new_key()
    counter, carried = Counter(), []
    counter.unread = {inbox: 1}
    monkeypatch.setattr(live, "count", counter)

    async def main() -> None:
        end = live.tell_unread(account, known, lambda key, data: carried.append((key, data)))
        await asyncio.sleep(0.1)
        counter.unread = {inbox: 0}
        generations().advance([tag(inbox), TAG])
        await asyncio.sleep(0.1)
        assert (end is None) == (account is None)
        if end is not None:
            end()

    asyncio.run(main())
    assert {key for key, _ in carried} <= {"inbox"}
    assert all(data.startswith(b"event: inbox\n") for _, data in carried)
    return [json.loads(data.decode().partition("data: ")[2]) for _, data in carried]


def test_a_member_is_told_and_told_again(cells: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, new_key()) == [{"unread": 1}, {"unread": 0}]


def test_who_comes_back_knowing_the_number_is_not_told_it_again(cells: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, new_key(), known="1") == [{"unread": 0}]
    assert told(monkeypatch, new_key(), known="7") == [{"unread": 1}, {"unread": 0}]


def test_a_visitor_has_no_inbox(cells: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, None) == []


def test_whatever_changes_an_inbox_wakes_its_badges(
    ines: Account, karim: Account, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bouquet.capabilities.notifications.actions import forgetting, waking

    woken: list[tuple[str, ...]] = []
    monkeypatch.setattr(waking, "purge", lambda *tags: woken.append(tags))
    thing = things.make()
    reply(ines, karim, thing)
    reading.mark_all_read(account=ines, until=Entry.objects.get().latest_at)
    reading.remove(account=ines, entry_id=Entry.objects.get().pk)
    forgetting.forget(thing)
    assert woken == [(tag(ines.pk), TAG)] * 4
