"""Links in messages: the log tells where they lead once it is known; our own things show to who may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.events import LinkedPageRead
from bouquet.capabilities.media.models import LinkedPage
from bouquet.capabilities.media.models.linked_page import KNOWN_FOR
from bouquet.capabilities.messaging import subscribers, tasks
from bouquet.capabilities.messaging.actions import drawing, editing, following, forgetting, showing, unfolding
from bouquet.capabilities.messaging.models import Event, Message, Room
from bouquet.capabilities.messaging.tests.things import Thing, ThingKind
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects import registry

pytestmark = pytest.mark.django_db
Say = Callable[..., Message]
ADDRESS = "https://phare.example/une-nuit"


def known(page: LinkedPage, **more: Any) -> LinkedPage:
    facts = {"state": "known", "title": "Une nuit", "site_name": "phare.example", **more}
    LinkedPage.objects.filter(pk=page.pk).update(expires_at=clock.now() + KNOWN_FOR, **facts)
    page.refresh_from_db()
    return page


def read(page: LinkedPage) -> None:
    """The page was read; the jobs that follow are done at once."""
    for key in unfolding.messages_linking_to(page.pk):
        unfolding.tell_unfolded(message_id=key)


def test_a_page_is_asked_after_a_message_and_the_log_tells_what_it_is(ines: Account, room: Room, say: Say) -> None:
    message = say(ines, room, f"À lire : {ADDRESS}. Vraiment.")
    page = LinkedPage.objects.get()
    assert (message.linked, page.address, page.state) == (page, ADDRESS, "waiting")
    assert "link" not in drawing.message(message)
    read(known(page))
    event = Event.objects.latest("seq")
    room.refresh_from_db()
    (frame,) = following.frames_of(room, showing.events_after(room, event.seq - 1))
    assert event.kind == "unfold"
    assert b'"title":"Une nuit"' in frame.data.replace(b'": ', b'":')
    message.refresh_from_db()
    assert message.rev == event.seq
    # The job may run twice.
    read(page)
    assert Event.objects.filter(kind="unfold").count() == 1


def test_a_page_that_is_known_comes_with_the_message(ines: Account, room: Room, say: Say) -> None:
    say(ines, room, ADDRESS)
    known(LinkedPage.objects.get())
    drawn = drawing.message(say(ines, room, f"Encore {ADDRESS}"))
    assert (drawn["link"]["title"], drawn["link"]["address"], drawn["link"]["picture"]) == ("Une nuit", ADDRESS, None)


def test_a_page_that_says_nothing_is_not_told_of(ines: Account, room: Room, say: Say) -> None:
    say(ines, room, ADDRESS)
    read(known(LinkedPage.objects.get(), state="silent"))
    assert not Event.objects.filter(kind="unfold").exists()


def test_what_is_edited_deleted_or_forgotten_leads_nowhere_any_more(ines: Account, room: Room, say: Say) -> None:
    first, second, third = (say(ines, room, f"{number} {ADDRESS}") for number in range(3))
    page = known(LinkedPage.objects.get())
    editing.edit(message=first, by=ines, text="Rien")
    editing.delete(message=second, by=ines)
    forgetting.erase(message_id=third.pk)
    read(page)
    assert not Event.objects.filter(kind="unfold").exists()
    assert not Message.objects.exclude(pk=second.pk).filter(linked=page).exists()


def test_neither_code_nor_addresses_of_this_machine_are_asked(ines: Account, room: Room, say: Say) -> None:
    for text in ("`https://phare.example/`", "http://127.0.0.1:9/", "http://[::1]:9/"):
        assert say(ines, room, text).linked is None
    assert not LinkedPage.objects.exists()


def test_the_news_of_a_page_asks_for_its_messages(
    ines: Account, room: Room, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, asked = say(ines, room, ADDRESS), []
    monkeypatch.setattr(type(tasks.tell_unfolded), "enqueue", lambda _task, key: asked.append(key))
    subscribers.show_the_linked_page(LinkedPageRead(known(LinkedPage.objects.get()).pk))
    assert asked == [str(message.pk)]


def test_a_thing_of_this_network_is_shown_to_those_who_may_see_it(
    client: Client, ines: Account, karim: Account, lea: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = ThingKind()
    monkeypatch.setitem(registry._kinds, kind.name, kind)
    thing = kind.add(Thing(ines, {karim.pk}))
    name = f"{thing.ref.kind}:{thing.key}"
    assert unfolding.things([name, "no:thing", "nothing"], karim)[name]["title"] == "Le port"
    assert unfolding.things([name], lea) == {}
    for member, expected in ((karim, ["Le port"]), (lea, [])):
        client.force_login(member)
        told = client.get("/rooms/things.json", {"of": name}, HTTP_HOST="shaaz.m6.localhost").json()["things"]
        assert [one["title"] for one in told.values()] == expected


def test_a_link_to_a_room_is_asked_through_its_subject(ines: Account, room: Room, say: Say) -> None:
    message = say(ines, room, f"Venez : http://shaaz.m6.localhost/rooms/{room.code}")
    assert message.linked is None
    assert not LinkedPage.objects.exists()


def test_pages_of_messages_cost_no_more_with_links(
    ines: Account, room: Room, say: Say, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        say(ines, room, f"https://phare.example/{number}")
    LinkedPage.objects.update(state="known", title="Une nuit")
    reader = showing.reader_of(room, ines)
    with django_assert_num_queries(1):
        list(reader.draw(showing._messages(room)))
