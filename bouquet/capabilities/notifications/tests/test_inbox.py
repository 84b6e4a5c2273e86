"""The inbox: what happened, grouped, on every brand's host; read, removed, filtered, without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.actions import blocking, following
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications import notices
from bouquet.capabilities.notifications.actions import browsing, reading
from bouquet.capabilities.notifications.engine.cursors import cursor_at, read_cursor
from bouquet.capabilities.notifications.kinds import register_notice
from bouquet.capabilities.notifications.models import Entry
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


@pytest.fixture
def her(ines: Account, client: Client) -> Client:
    """Inès, signed in."""
    client.force_login(ines)
    return client


def said(answer: Any) -> list[str]:
    """The sentences of the page."""
    rows = re.findall(r'class="told-link"[^>]*>(.*?)</a>', answer.content.decode(), re.S)
    return [re.sub(r"<[^>]+>", "", row).replace("Non lue · ", "").strip() for row in rows]


def unread(account: Account) -> int:
    return Entry.objects.unread_counts([account.pk])[account.pk]


def test_it_is_the_same_on_every_brand(ines: Account, karim: Account, things: Things) -> None:
    reply(ines, karim, things.make())
    for brand in network().shown:
        client = Client(HTTP_HOST=brand.host)
        client.force_login(ines)
        assert said(client.get("/inbox")) == ["Karim replied about A walk by the sea"]
        assert said(client.get("/en/inbox")) != []


def test_a_stranger_is_led_to_the_sign_in(client: Client) -> None:
    answer = client.get("/inbox")
    assert answer.status_code == 302
    assert "connexion" in answer["Location"]


def test_friends_are_told_as_one_with_their_faces(
    her: Client, ines: Account, karim: Account, lea: Account, marc: Account, odile: Account, things: Things
) -> None:
    thing = things.make()
    for who in (karim, lea, marc, odile):
        reply(ines, who, thing)
    page = her.get("/inbox")
    assert said(page) == ["Odile et 3 autres have replied about A walk by the sea"]
    assert page.content.decode().count("<strong>Odile et 3 autres</strong>") == 1
    assert "told-faces several" in page.content.decode()
    assert "Aujourd’hui" in page.content.decode()


def test_to_open_an_entry_is_to_read_it(her: Client, ines: Account, karim: Account, things: Things) -> None:
    thing = things.make()
    reply(ines, karim, thing)
    entry = Entry.objects.get()
    ahead = her.get(f"/inbox/{entry.pk}", headers={"Sec-Purpose": "prefetch"})
    assert (ahead.status_code, unread(ines)) == (302, 1)
    answer = her.get(f"/inbox/{entry.pk}")
    assert answer["Location"] == f"/things/{thing.key}"
    assert unread(ines) == 0


def test_nobody_opens_or_removes_what_another_was_told(
    her: Client, ines: Account, karim: Account, lea: Account, things: Things
) -> None:
    reply(lea, karim, things.make())
    entry = Entry.objects.get()
    assert her.get(f"/inbox/{entry.pk}").status_code == 404
    her.post(f"/inbox/{entry.pk}/remove")
    her.post(f"/inbox/{entry.pk}/read")
    assert unread(lea) == 1


def test_one_is_marked_read_or_all_that_stood_there(her: Client, ines: Account, karim: Account, things: Things) -> None:
    for _ in range(3):
        reply(ines, karim, things.make())
    her.post(f"/inbox/{Entry.objects.first().pk}/read")  # type: ignore[union-attr]
    assert unread(ines) == 2
    page = her.get("/inbox").content.decode()
    until = re.search(r'name="until" value="([^"]+)"', page)
    assert until is not None
    with clock.travel(timedelta(seconds=5)):
        reply(ines, karim, things.make())
        her.post("/inbox/read", {"until": until[1]})
        assert unread(ines) == 1, "what came since was not seen"
        her.post("/inbox/read", {"until": "nonsense"})
        assert unread(ines) == 0


def test_removed_is_undone(her: Client, ines: Account, karim: Account, things: Things) -> None:
    reply(ines, karim, things.make())
    entry = Entry.objects.get()
    page = her.post(f"/inbox/{entry.pk}/remove", follow=True)
    assert said(page) == []
    assert f"/inbox/{entry.pk}/put-back" in page.content.decode()
    assert said(her.post(f"/inbox/{entry.pk}/put-back", follow=True)) != []
    row = her.post(f"/inbox/{entry.pk}/remove", headers={"HX-Request": "true"}).content.decode()
    assert row.startswith("<li") and "put-back" in row
    assert "told-link" in her.post(f"/inbox/{entry.pk}/put-back", headers={"HX-Request": "true"}).content.decode()


def test_it_is_filtered_by_kind_and_by_what_is_unread(
    her: Client, ines: Account, karim: Account, things: Things
) -> None:
    reply(ines, karim, things.make())
    reply(ines, karim, things.make(), kind="tests.like")
    reading.mark_read(account=ines, entry_id=Entry.objects.get(kind="tests.like").pk)
    assert len(said(her.get("/inbox"))) == 2
    assert len(said(her.get("/inbox?kind=tests.like"))) == 1
    assert len(said(her.get("/inbox?unread=1"))) == 1
    assert said(her.get("/inbox?unread=1&kind=tests.like")) == []
    assert len(said(her.get("/inbox?kind=tests.unheard_of"))) == 2


def test_page_after_page_holds_everything_once(her: Client, ines: Account, karim: Account, things: Things) -> None:
    for number in range(65):
        with clock.travel(timedelta(minutes=number)):
            reply(ines, karim, things.make(), data={"n": number})
    seen: list[str] = []
    address = "/inbox"
    while address:
        page = her.get(address, headers={"HX-Request": "true"} if seen else {}).content.decode()
        seen += re.findall(r'id="told-(\w+)"', page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/inbox{more[1]}" if more else ""
        # What comes meanwhile moves nothing.
        with clock.travel(timedelta(days=1)):
            reply(ines, karim, things.make())
    assert len(seen) == len(set(seen)) == 65


def test_what_may_not_be_seen_is_neither_shown_nor_counted_until_it_may(
    her: Client, ines: Account, karim: Account, things: Things
) -> None:
    thing = things.make()
    reply(ines, karim, thing)
    things.unseen_by = {ines.pk}
    assert said(her.get("/inbox")) == []
    assert unread(ines) == 0
    things.unseen_by = set()
    assert said(her.get("/inbox")) == ["Karim replied about A walk by the sea"]
    assert unread(ines) == 1


def test_who_is_blocked_or_muted_is_gone_from_it(
    her: Client,
    ines: Account,
    karim: Account,
    lea: Account,
    marc: Account,
    things: Things,
    committed: Callable[[], AbstractContextManager[None]],
) -> None:
    together, alone = things.make(), things.make()
    for who in (karim, lea, marc):
        reply(ines, who, together)
    reply(ines, marc, alone)
    reply(marc, ines, alone)
    with committed():
        blocking.block(account=marc, by=ines)
        blocking.mute(account=lea, by=ines)
    assert said(her.get("/inbox")) == ["Karim replied about A walk by the sea"]
    assert unread(marc) == 0, "a block holds both ways"


def test_a_new_follower_is_told_and_taken_back(
    her: Client, ines: Account, karim: Account, committed: Callable[[], AbstractContextManager[None]]
) -> None:
    register_notice(notices.FOLLOWS)
    with committed():
        following.follow(account=ines, by=karim)
    assert said(her.get("/inbox")) == ["Karim vous suit."]
    with committed():
        following.unfollow(account=ines, by=karim)
    assert said(her.get("/inbox")) == []
    with committed():
        following.follow(account=ines, by=karim)
    assert said(her.get("/inbox")) == [], "whoever comes and goes is told once"


def test_a_request_to_follow_is_told_until_it_is_answered(
    her: Client, ines: Account, karim: Account, lea: Account, committed: Callable[[], AbstractContextManager[None]]
) -> None:
    for kind in (notices.FOLLOWS, notices.FOLLOW_ASKS, notices.FOLLOW_ACCEPTANCES):
        register_notice(kind)
    Account.objects.filter(pk=ines.pk).update(is_private=True)
    ines.refresh_from_db()
    with committed():
        asked = following.follow(account=ines, by=karim)
        following.follow(account=ines, by=lea)
    page = her.get("/inbox")
    assert said(page) == ["Léa et Karim demandent à vous suivre."]
    opened = her.get(f"/inbox/{Entry.objects.get(recipient=ines).pk}")
    assert opened["Location"].endswith("/reglages/abonnes/")
    with committed():
        following.unfollow(account=ines, by=lea)
    assert said(her.get("/inbox")) == ["Karim demande à vous suivre."], "Léa took hers back"
    with committed():
        following.accept(request=asked, by=ines)
    assert said(her.get("/inbox")) == ["Karim vous suit."]
    her.force_login(karim)
    assert said(her.get("/inbox")) == ["Votre demande est acceptée\u00a0: vous suivez désormais Inès."]


def test_an_empty_inbox_says_what_to_do(her: Client) -> None:
    assert "Rien de neuf pour l’instant" in her.get("/inbox").content.decode()
    assert "Plus rien à lire" in her.get("/inbox?unread=1").content.decode()
    assert "Rien de ce type" in her.get("/inbox?kind=tests.like").content.decode()


def test_a_hundred_thousand_more_make_the_page_no_dearer(
    her: Client, ines: Account, karim: Account, things: Things
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            her.get("/inbox")
        return len(queries)

    thing = things.make()
    for _ in range(2):
        reply(ines, karim, things.make())
    her.get("/inbox")
    before = cost()
    now = clock.now()
    Entry.objects.bulk_create(
        Entry(
            recipient=ines,
            kind="tests.reply",
            group=f"g{n}",
            about_kind=thing.kind,
            about_key=thing.key,
            newest=karim.pk,
            people_count=1,
            facts_count=1,
            latest_at=now - timedelta(minutes=n),
        )
        for n in range(3000)
    )
    assert cost() == before
    assert before <= 14
    with CaptureQueriesContext(connection) as queries:
        browsing.page_of(ines, after=cursor_at(now - timedelta(minutes=1500), new_key()))
    assert len(queries) <= 10
    plan = Entry.objects.inbox_of(ines).filter(latest_at__lte=now).order_by("-latest_at", "-pk")[:31].explain()
    if connection.vendor == "sqlite":
        assert "notifications_inbox" in plan or "notifications_unread" in plan
        assert "TEMP B-TREE" not in plan, "it is read in order, and no further than the page"


def test_a_page_of_the_network_asks_nothing_about_the_inbox(her: Client, things: Things) -> None:
    her.get("/inbox")
    with CaptureQueriesContext(connection) as queries:
        page = her.get("/reglages/videos-par-e-mail/").content.decode()
    assert 'data-controller="inbox"' in page
    assert not [query for query in queries if "notifications_entry" in query["sql"]]


FAR = f"{'f' * 40}-{'0' * 32}"


@pytest.mark.parametrize("text", ["", "x", "zz-zz", "-", "1-", FAR, "\0"])
def test_a_made_up_cursor_begins_at_the_beginning(text: str) -> None:
    assert read_cursor(text) is None


def test_a_sentence_that_fails_takes_only_its_own_line(
    her: Client, ines: Account, karim: Account, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bouquet.capabilities.notifications.kinds import NoticeKind

    def broken(group: Any) -> Any:
        raise ZeroDivisionError

    register_notice(NoticeKind(name="tests.broken", label="Broken", icon="x", sentence=broken))
    reply(ines, karim, things.make(), kind="tests.broken")
    reply(ines, karim, things.make())
    assert len(said(her.get("/inbox"))) == 1
