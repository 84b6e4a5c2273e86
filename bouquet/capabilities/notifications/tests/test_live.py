"""The number on the badge: told at once, to who is signed in, with one question for all who listen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Collection, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from bouquet.capabilities.accounts.actions import signing_in
from bouquet.capabilities.accounts.models import Account, SignIn
from bouquet.capabilities.notifications import live
from bouquet.capabilities.notifications.actions import reading
from bouquet.capabilities.notifications.engine import hub as hubs
from bouquet.capabilities.notifications.engine.hub import TAG, Hub, tag
from bouquet.capabilities.notifications.models import Entry
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.live.generations import Generations, generations
from bouquet.foundation.live.tests.asking import ask


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


async def soon(numbers: AsyncGenerator[int]) -> int:
    return await asyncio.wait_for(anext(numbers), 2)


async def nothing(numbers: AsyncGenerator[int]) -> asyncio.Future[int]:
    coming = asyncio.ensure_future(anext(numbers))
    await asyncio.sleep(0.05)
    assert not coming.done()
    return coming


def test_a_change_in_another_process_is_told_to_whom_it_concerns_and_counted_once(cells: Path) -> None:
    counter, ines, karim = Counter(), new_key(), new_key()

    async def main() -> None:
        hub = Hub(Generations(cells), counter)
        elsewhere = Generations(cells)
        counter.unread = {ines: 2}
        tabs = [hub.unread(ines), hub.unread(ines), hub.unread(karim)]
        assert await asyncio.gather(*map(soon, tabs)) == [2, 2, 0]
        assert len(counter.asked) <= 2
        waiting = await nothing(tabs[2])
        before = len(counter.asked)
        counter.unread = {ines: 3}
        elsewhere.advance([tag(ines), TAG])
        assert list(await asyncio.gather(soon(tabs[0]), soon(tabs[1]))) == [3, 3]
        assert counter.asked[before:] == [{ines}], "one question, and nobody asks for Karim"
        waiting.cancel()
        await asyncio.wait({waiting})
        for tab in tabs:
            await tab.aclose()
        await asyncio.sleep(0.05)
        assert hub.members == {}
        assert hub._counting is not None and hub._counting.done(), "nobody listens, nobody counts"

    asyncio.run(main())


def test_hundreds_who_come_together_are_one_question(cells: Path) -> None:
    counter = Counter()

    async def main() -> None:
        hub = Hub(Generations(cells), counter)
        listening = [hub.unread(new_key()) for _ in range(300)]
        assert set(await asyncio.gather(*map(soon, listening))) == {0}
        assert len(counter.asked) <= 3
        assert sum(map(len, counter.asked)) == 300

    asyncio.run(main())


def test_silence_costs_no_question(cells: Path) -> None:
    counter, ines = Counter(), new_key()

    async def main() -> None:
        numbers = Hub(Generations(cells), counter).unread(ines)
        await soon(numbers)
        before = len(counter.asked)
        waiting = await nothing(numbers)
        await asyncio.sleep(0.1)
        assert len(counter.asked) == before
        waiting.cancel()

    asyncio.run(main())


def test_what_changed_on_another_machine_is_found_on_the_round(cells: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "ROUND_SECONDS", 0.1)
    counter, ines = Counter(), new_key()

    async def main() -> None:
        numbers = Hub(Generations(cells), counter).unread(ines)
        assert await soon(numbers) == 0
        counter.unread = {ines: 1}
        assert await soon(numbers) == 1

    asyncio.run(main())


def test_a_database_that_is_away_is_asked_again(cells: Path) -> None:
    counter, ines = Counter(), new_key()
    counter.is_away, counter.unread = True, {ines: 4}

    async def main() -> None:
        numbers = Hub(Generations(cells), counter).unread(ines)
        waiting = await nothing(numbers)
        counter.is_away = False
        assert await asyncio.wait_for(waiting, 2) == 4

    asyncio.run(main())


def cookie_of(account: Account) -> str:
    client = Client(HTTP_HOST="wideo.m6.localhost")
    client.force_login(account)
    return f"theme=dark; {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread would close is the test's own."""
    monkeypatch.setattr(live, "close_old_connections", lambda: None)


def test_the_session_of_the_browser_says_who_asks_with_one_question(
    ines: Account, one_connection: None, django_assert_num_queries: Any
) -> None:
    cookie = cookie_of(ines)
    with django_assert_num_queries(1):
        assert live.member_of(cookie) == ines.pk
    with django_assert_num_queries(0):
        assert live.member_of("theme=dark") is None
    assert live.member_of(f"{settings.SESSION_COOKIE_NAME}=made-up") is None
    signing_in.end(SignIn.objects.get(account=ines))
    assert live.member_of(cookie) is None


def test_hundreds_are_counted_for_with_one_question(
    ines: Account, karim: Account, things: Things, one_connection: None, django_assert_num_queries: Any
) -> None:
    for _ in range(2):
        reply(ines, karim, things.make())
    strangers = [new_key() for _ in range(400)]
    with django_assert_num_queries(1):
        counted = live.count([ines.pk, karim.pk, *strangers])
    assert (counted[ines.pk], counted[karim.pk], len(counted)) == (2, 0, 402)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch, cells: Path) -> Counter:
    """Inès is signed in, and the stream ends soon, as it does every ten minutes."""
    counter, inbox = Counter(), new_key()
    counter.unread = {inbox: 1}
    monkeypatch.setattr(live, "count", counter)
    monkeypatch.setattr(live, "member_of", lambda cookies: inbox if "session=hers" in cookies else None)
    monkeypatch.setattr(live, "STREAM_SECONDS", 0.4)
    return counter


def told(last: str = "", then: Any = None, cookie: str = "session=hers") -> tuple[int, list[dict[str, int]]]:
    """What a browser is told within a moment."""

    async def main() -> Any:
        heads: dict[str, Any] = {"cookie": cookie, **({"last_event_id": last} if last else {})}
        asking = asyncio.ensure_future(ask(live.tell_unread, "/live/inbox", **heads))
        await asyncio.sleep(0.15)
        if then is not None:
            then()
        return await asking

    got = asyncio.run(main())
    lines = got.body.decode().splitlines()
    return got.status, [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]


def test_a_member_is_told_and_told_again(unread: Counter) -> None:
    (inbox,) = unread.unread

    def read() -> None:
        unread.unread = {inbox: 0}
        generations().advance([tag(inbox), TAG])

    assert told(then=read) == (200, [{"unread": 1}, {"unread": 0}])


def test_who_comes_back_knowing_the_number_is_not_told_it_again(unread: Counter) -> None:
    assert told(last="1") == (200, [])
    assert told(last="7") == (200, [{"unread": 1}])


def test_nobody_else_is_told(unread: Counter) -> None:
    assert told(cookie="session=another")[0] == 401
    assert told(cookie="")[0] == 401
    assert unread.asked == []


def test_only_a_get_is_answered() -> None:
    assert asyncio.run(ask(live.tell_unread, "/live/inbox", method="POST")).status == 405


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
