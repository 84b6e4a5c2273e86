"""What one types after a slash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import employing, joining, ordering
from bouquet.capabilities.messaging.actions.committing import Command, commit
from bouquet.capabilities.messaging.engine import orders
from bouquet.capabilities.messaging.models import Event, Member, Message, Room
from bouquet.foundation.clock import clock


def order(room: Room, by: Account, text: str) -> ordering.Done:
    typed = orders.read(text)
    assert typed is not None
    return ordering.carry_out(room=room, by=by, typed=typed)


def test_a_line_that_begins_with_a_slash_is_an_order_and_a_path_is_not() -> None:
    assert orders.read("/slow  5 min ") == orders.Typed("slow", "5 min")
    assert orders.read("/Sujet\nLe port") == orders.Typed("sujet", "Le port")
    for text in ("// deux", "/usr/bin", "/", "/ 3", "/9", "un /slow"):
        assert orders.read(text) is None
    assert orders.unslashed("//slow") == "/slow"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30", 30), ("5 min", 300), ("1h", 3600), ("2 jours", 172800), ("off", 0), ("non", 0), ("demain", None)],
)
def test_a_duration_is_read_in_both_languages(text: str, seconds: int | None) -> None:
    assert orders.seconds_in(text) == seconds


def test_a_keeper_settles_the_room_by_orders(room: Room, ines: Account) -> None:
    order(room, ines, "/topic On répare les filets")
    order(room, ines, "/lent 5 min")
    order(room, ines, "/readonly on")
    order(room, ines, "/nom Le quai")
    room.refresh_from_db()
    assert (room.topic, room.slow_seconds, room.is_read_only, room.name) == (
        "On répare les filets", 300, True, "Le quai",
    )  # fmt: skip
    order(room, ines, "/lecture non")
    room.refresh_from_db()
    assert not room.is_read_only


def test_a_keeper_sends_people_away_and_back(room: Room, ines: Account, karim: Account, lea: Account) -> None:
    joining.join(room=room, by=karim)
    order(room, ines, "/ban @Karim 2 h")
    banned = Member.objects.get(room=room, account=karim)
    assert banned.state == Member.State.BANNED
    assert banned.banned_until is not None
    assert banned.banned_until - clock.now() < timedelta(hours=2)
    order(room, ines, "/débannir karim")
    order(room, ines, "/invite @lea")
    states = dict(Member.objects.filter(room=room).values_list("account__handle", "state"))
    assert (states["karim"], states["lea"]) == (Member.State.LEFT, Member.State.INVITED)
    joining.join(room=room, by=lea)
    order(room, ines, "/expulser @lea")
    assert Member.objects.get(room=room, account=lea).state == Member.State.LEFT


@pytest.mark.parametrize(
    "text", ["/slow", "/slow demain", "/kick", "/kick @personne", "/ban @karim toujours", "/danse"]
)
def test_a_wrong_order_says_what_is_wrong_and_changes_nothing(
    room: Room, ines: Account, karim: Account, text: str
) -> None:
    joining.join(room=room, by=karim)
    before = Event.objects.count()
    with pytest.raises(ValidationError):
        order(room, ines, text)
    assert Event.objects.count() == before


def test_a_member_gives_no_keepers_orders(room: Room, karim: Account) -> None:
    joining.join(room=room, by=karim)
    for text in ("/topic Le mien", "/kick @ines", "/slow 30", "/readonly"):
        with pytest.raises(ValidationError):
            order(room, karim, text)
    with override("en"):
        names = {one["name"] for one in ordering.offered(room, karim)}
    assert "me" in names
    assert not names & {"kick", "topic", "watch"}


def test_what_one_does_is_said_and_help_is_for_oneself(room: Room, ines: Account) -> None:
    order(room, ines, "/me met la table")
    assert Message.objects.get(room=room).html.strip() == "<p><em>Inès met la table</em></p>"
    with override("fr"):
        told = order(room, ines, "/aide").told
    assert "/sujet" in told
    assert Message.objects.filter(room=room).count() == 1


def test_an_order_that_comes_twice_is_carried_out_once(room: Room, ines: Account) -> None:
    again = [Command(ines.pk, room.code, {"kind": "order", "text": "/slow 30", "client": "client-01"})] * 2
    first, second = commit(again)
    assert (first.status, second.status, second.answer["seq"]) == (200, 200, first.answer["seq"])
    assert first.answer["message"]
    (settled,) = commit([Command(ines.pk, room.code, {"kind": "settle", "slow_seconds": 0, "client": "client-02"})])
    (later,) = commit([Command(ines.pk, room.code, {"kind": "settle", "slow_seconds": 0, "client": "client-02"})])
    assert (later.status, later.answer["seq"]) == (200, settled.answer["seq"])
    (wrong,) = commit([Command(ines.pk, room.code, {"kind": "order", "text": "/danse", "client": "client-03"})])
    assert (wrong.status, wrong.answer["error"]) == (422, "order")


def test_an_order_of_a_bot_is_said_and_tells_whom_it_is_for(room: Room, ines: Account, karim: Account) -> None:
    bot = employing.make_bot(room=room, by=ines, name="Météo")
    employing.teach(bot=bot, by=ines, name="/Météo", hint="le temps qu'il fait")
    done = order(room, karim, "/meteo Douarnenez")
    assert done.event is not None
    assert done.event.data == {"order": {"bot": str(bot.pk), "name": "meteo", "text": "Douarnenez"}}
    assert Message.objects.get(room=room).text == "/meteo Douarnenez"
    assert ordering.offered(room, karim)[-1]["bot"] == "Météo"
    employing.retire(bot=bot, by=ines)
    with pytest.raises(ValidationError):
        order(room, karim, "/meteo Brest")
