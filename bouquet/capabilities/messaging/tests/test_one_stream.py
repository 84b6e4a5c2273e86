"""A tab has one stream: rooms, the badge of the inbox and the progress of videos come down it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from bouquet.capabilities.accounts.actions import blocking, signing_in
from bouquet.capabilities.accounts.models import Account, SignIn
from bouquet.capabilities.media.actions import watching as progress
from bouquet.capabilities.messaging import live
from bouquet.capabilities.messaging.actions import editing, joining, opening, posting, reading, showing
from bouquet.capabilities.messaging.actions.following import Log
from bouquet.capabilities.messaging.engine import follower as followers
from bouquet.capabilities.messaging.engine.follower import Follower
from bouquet.capabilities.messaging.engine.frames import NOBODY, Frame, Heads, News
from bouquet.capabilities.messaging.engine.hub import Hub
from bouquet.capabilities.messaging.models import Room
from bouquet.capabilities.messaging.tests.conftest import Say
from bouquet.capabilities.notifications import live as badge
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.live import carried
from bouquet.foundation.live.tests.asking import ask


def cookie_of(account: Account) -> str:
    client = Client(HTTP_HOST="wideo.m6.localhost")
    client.force_login(account)
    return f"theme=dark; {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_the_session_of_the_browser_says_who_asks_with_one_question(
    ines: Account, django_assert_num_queries: Any
) -> None:
    cookie = cookie_of(ines)
    with django_assert_num_queries(1):
        assert live.member_of(cookie) == ines.pk
    with django_assert_num_queries(0):
        assert live.member_of("theme=dark") is None
    assert live.member_of(f"{settings.SESSION_COOKIE_NAME}=made-up") is None
    signing_in.end(SignIn.objects.get(account=ines))
    assert live.member_of(cookie) is None


def events(body: bytes) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for event in body.decode().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in event.split("\n") if ": " in line)
        if "event" in fields:
            found.setdefault(fields["event"], []).append(json.loads(fields["data"]))
    return found


@pytest.fixture
def listen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, list[Any]]]:
    """`listen(account, "inbox=")`: what a tab is told in its first moment. Nothing of it asks the database."""
    inbox = new_key()
    monkeypatch.setattr(badge, "count", lambda keys: dict.fromkeys(keys, 4))
    monkeypatch.setattr(followers, "STREAM_SECONDS", 0.3)
    monkeypatch.setattr("bouquet.capabilities.messaging.engine.hub.PEOPLE_SECONDS", 0.1)
    monkeypatch.setattr(Log, "heads", lambda self, account: Heads(b'event: heads\ndata: {"rooms": []}\n\n'))
    monkeypatch.setattr(live, "member_of", lambda cookies: inbox if "session=hers" in cookies else None)

    def listen(query: str, cookie: str = "session=hers") -> dict[str, list[Any]]:
        async def main() -> Any:
            try:
                return await ask(live.stream, "/live/stream", query=query.encode(), cookie=cookie)
            finally:
                await live.door().close()

        return events(asyncio.run(main()).body)

    return listen


def test_the_badge_comes_down_the_stream_of_the_rooms(listen: Callable[..., dict[str, list[Any]]]) -> None:
    told = listen("inbox=")
    assert told["inbox"] == [{"unread": 4}]
    assert told["heads"] == [{"rooms": []}]
    assert [*told][:1] == ["hello"] and [*told][-1:] == ["again"]
    assert "inbox" not in listen("inbox=4"), "a tab that knows the number is not told it again"
    assert "inbox" not in listen("rooms="), "nor one that does not ask"
    assert "heads" not in listen("inbox=&heads=0"), "a page without rooms asks for none"
    assert set(listen("inbox=", cookie="")) == {"hello", "again"}, "nobody has no inbox"


def test_progress_comes_down_it_for_who_has_the_token(
    listen: Callable[..., dict[str, list[Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bouquet.capabilities.media import live as media

    asset, other = new_key(), new_key()
    token = progress.progress_address(asset).partition("token=")[2]
    asked: list[UUID] = []

    def look(asset_id: UUID, language: str) -> progress.Progress:
        asked.append(asset_id)
        return progress.Progress("ready", 100, None, True, True, f"Prête ({language})")

    monkeypatch.setattr(media, "_look", look)
    told = listen(f"heads=0&progress=fr:{asset}:{token},en:{other}:{token},x", cookie="")
    assert [(one["asset"], one["text"], one["is_ended"]) for one in told["progress"]] == [
        (str(asset), "Prête (fr)", True)
    ]
    assert set(asked) == {asset}


def test_only_the_newest_state_waits_for_a_slow_tab() -> None:
    """However often it changes, it takes no place from what must not be lost."""

    async def main() -> list[bytes]:
        sent: list[bytes] = []
        one = Follower(Hub(Log(), None), None, {}, {})  # type: ignore[arg-type]
        for number in range(1000):
            one.tell_latest("inbox", b"inbox %d." % number)
            one.tell_latest("progress:a", b"progress %d." % number)

        async def give(data: bytes) -> None:
            sent.append(data)
            one.until = 0

        await one.run(give)
        return sent

    first, last = asyncio.run(main())
    assert first.endswith(b"inbox 999.progress 999.")
    assert last.startswith(b"event: again")


def test_what_a_stream_carries_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "_known", {})
    ended: list[str] = []
    carried.carry("weather", lambda account, asked, tell: lambda: ended.append(asked))
    carried.carry("nothing", lambda account, asked, tell: None)
    ends = carried.begin_carrying(None, {"weather": ["brest"], "nothing": [""], "other": ["x"]}, lambda *_: None)
    assert len(ends) == 1
    ends[0]()
    assert ended == ["brest"]


# What is unread, for who keeps apart from somebody


@pytest.fixture
def table(room: Room, ines: Account, karim: Account, lea: Account) -> Room:
    for person in (karim, lea):
        joining.join(room=room, by=person)
    return room


def unread_of(account: Account) -> list[tuple[int, int]]:
    """In all rooms and in the page of each: they agree."""
    heads = reading.heads_of(account)
    for head in heads["rooms"]:
        page = showing.snapshot(showing.reader_of(Room.objects.get(code=head["room"]), account))["room"]["me"]
        assert page["unread"] == head["me"]["unread"]
    assert heads["unread"] == sum(head["me"]["unread"] for head in heads["rooms"])
    return sorted((head["me"]["unread"], head["me"]["mentions"]) for head in heads["rooms"])


def test_words_one_is_not_shown_are_not_new(
    table: Room, ines: Account, karim: Account, lea: Account, say: Say, django_assert_num_queries: Any
) -> None:
    direct = opening.converse(by=karim, people=[ines])
    for place in (table, direct):
        say(karim, place, "Bonjour @ines")
    say(lea, table, "Moi aussi @ines")
    assert unread_of(ines) == [(1, 1), (2, 2)]
    blocking.mute(account=karim, by=ines)
    assert [one for one, _ in unread_of(ines)] == [1, 1], "a mute holds where many speak, not between two"
    say(karim, table, "@ines ?")
    assert unread_of(ines)[1] == (1, 2), "who is muted calls nobody any more"
    reading.read_up_to(room=table, by=ines, seq=Room.objects.get(pk=table.pk).seq)
    assert [one for one, _ in unread_of(ines)] == [0, 1]
    say(karim, table, "Encore")
    message = say(lea, table, "Une")
    say(karim, table, "Toujours")
    assert [one for one, _ in unread_of(ines)] == [1, 1]
    reading.read_up_to(room=table, by=ines, seq=message.seq)
    assert [one for one, _ in unread_of(ines)] == [0, 1]
    blocking.unmute(account=karim, by=ines)
    assert [one for one, _ in unread_of(ines)] == [1, 1], "what they said last is new again"
    blocking.block(account=karim, by=ines)
    assert [one for one, _ in unread_of(ines)] == [0, 0], "a block holds everywhere"


@pytest.mark.parametrize("way", ["bit by bit", "from far", "back"])
def test_what_is_unread_is_counted_on_the_shorter_side_and_comes_out_the_same(
    table: Room, ines: Account, karim: Account, say: Say, way: str
) -> None:
    said = [say(ines, table, f"{number} @karim" if number % 3 == 0 else str(number)) for number in range(20)]
    editing.delete(message=said[4], by=ines)
    steps = {"bit by bit": [2, 5, 9, 13], "from far": [13], "back": [19, 13]}[way]
    for step in steps:
        reading.read_up_to(room=table, by=karim, seq=said[step].seq, back=True)
    assert unread_of(karim) == [(6, 2)]


def test_reading_on_in_a_long_room_counts_only_what_was_read(
    table: Room, ines: Account, karim: Account, say: Say, django_assert_num_queries: Any
) -> None:
    said = [say(ines, table, str(number)) for number in range(12)]
    with django_assert_num_queries(6) as asked:
        reading.read_up_to(room=table, by=karim, seq=said[1].seq)
    counting = next(one["sql"] for one in asked if "COUNT" in one["sql"])
    assert str(said[1].seq) in counting and "<=" in counting


def watching(hub: Hub, deaf: frozenset[UUID] = NOBODY) -> Follower:
    """Somebody whose list of rooms holds `kitchen`, read when ten messages were said there."""
    one = Follower(hub, new_key(), {}, {})
    hub.enter(one)
    hub.watch(one, {"kitchen": 10}, {"kitchen": deaf} if deaf else {})
    one.needs_heads = False
    return one


def heads_told(one: Follower) -> list[dict[str, Any]]:
    told = [json.loads(data.decode().partition("data: ")[2]) for _, _, data in one.queue]
    one.queue.clear()
    return told


def test_numbers_of_other_rooms_leave_out_whom_one_keeps_apart_from() -> None:
    karim, lea = new_key(), new_key()

    async def main() -> None:
        hub = Hub(Log(), None)  # type: ignore[arg-type]
        hears, deaf = watching(hub), watching(hub, frozenset({karim}))
        assert deaf.account is not None
        called = frozenset({deaf.account})
        hub._bring("kitchen", News(11, 11, [Frame(11, b"", author=karim, posts=1, mentions=called)]))
        assert heads_told(hears) == [{"room": "kitchen", "seq": 11, "posts": 11, "mention": False}]
        assert heads_told(deaf) == [{"room": "kitchen", "seq": 11, "posts": 10, "mention": False}]
        hub._bring("kitchen", News(12, 12, [Frame(12, b"", author=lea, posts=1, mentions=called)]))
        assert heads_told(deaf) == [{"room": "kitchen", "seq": 12, "posts": 11, "mention": True}]
        hub._bring("kitchen", News(13, 11, [Frame(13, b"", author=lea, posts=-1, gone=12)]))
        assert heads_told(deaf) == [{"room": "kitchen", "seq": 13, "posts": 10, "mention": False, "gone": [12]}]
        assert heads_told(hears)[-1] == {"room": "kitchen", "seq": 13, "posts": 11, "mention": False, "gone": [12]}
        hub._bring("kitchen", News(14, 10, [Frame(14, b"", author=karim, posts=-1, gone=11)]))
        assert heads_told(deaf) == [] and deaf.needs_heads, "whether they had read it, their row knows"
        hub.watch(deaf, {"kitchen": 14}, {"kitchen": frozenset({karim})})
        hub._bring("kitchen", News(15, 11, [Frame(15, b"", author=lea, posts=1)]))
        assert heads_told(deaf) == [{"room": "kitchen", "seq": 15, "posts": 11, "mention": False}]

    asyncio.run(main())


def test_a_tab_that_was_too_slow_is_told_again_who_is_there() -> None:
    """What it was told of people is dropped with the rest, and differences alone would never say it again."""

    async def main() -> None:
        hub = Hub(Log(), None)  # type: ignore[arg-type]
        one, other = (Follower(hub, new_key(), {"kitchen": 3}, {}) for _ in range(2))
        for each in (one, other):
            hub.enter(each)
            hub.seat(each, "kitchen")
            each.behind.clear()
        channel = hub.channels["kitchen"]
        hub._tell_people("kitchen", channel, 0.0)
        assert set(heads_told(one)[0]["here"]) == {str(one.account), str(other.account)}
        one.drop_queue()
        one.behind.clear()
        hub._tell_people("kitchen", channel, 1.0)
        assert set(heads_told(one)[0]["here"]) == {str(one.account), str(other.account)}
        assert heads_told(other)[1:] == [], "nobody else is"

    asyncio.run(main())


def test_the_log_says_what_was_said_and_what_was_taken_back(
    table: Room, ines: Account, karim: Account, at_any_pace: None
) -> None:
    said = posting.post(room=table, by=karim, text="Oups", client="abcdefgh1").message
    assert said is not None
    seq = Room.objects.get(pk=table.pk).seq
    editing.delete(message=said, by=karim)
    (new,) = Log().news({table.code: seq - 1}).values()
    assert [(frame.posts, frame.gone, frame.author) for frame in new.frames] == [(1, 0, karim.pk), (-1, seq, karim.pk)]
    caught = Log().heads(ines.pk)
    assert caught is not None and caught.apart == {}
    blocking.block(account=karim, by=ines)
    caught = Log().heads(ines.pk)
    assert caught is not None and caught.apart == {table.code: frozenset({karim.pk})}
