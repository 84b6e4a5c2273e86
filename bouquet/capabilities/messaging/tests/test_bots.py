"""Bots: made by a keeper, at home in one room, nobody among the people."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import api, live, policies
from bouquet.capabilities.messaging.actions import drawing, employing, joining, opening, posting, showing
from bouquet.capabilities.messaging.actions.committing import Command, commit
from bouquet.capabilities.messaging.actions.following import Log
from bouquet.capabilities.messaging.models import Bot, Message, Room, Token
from bouquet.capabilities.messaging.tests.conftest import Say
from bouquet.foundation.live.tests.asking import ask


@pytest.fixture
def bot(room: Room, ines: Account, monkeypatch: pytest.MonkeyPatch) -> Bot:
    monkeypatch.setattr(employing, "require_pace", lambda **_: None)
    return employing.make_bot(room=room, by=ines, name="Météo")


def test_only_who_keeps_the_room_makes_one(room: Room, bot: Bot, ines: Account, karim: Account) -> None:
    joining.join(room=room, by=karim)
    for refused in (
        lambda: employing.make_bot(room=room, by=karim, name="Le mien"),
        lambda: employing.give_token(bot=bot, by=karim, name="x"),
        lambda: employing.give_address(bot=bot, by=karim),
        lambda: employing.teach(bot=bot, by=karim, name="pluie", hint=""),
        lambda: employing.retire(bot=bot, by=karim),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_it_speaks_in_its_room_and_reads_no_other(room: Room, bot: Bot, ines: Account) -> None:
    event = posting.post(room=room, by=bot.account, text="Il pleut.")
    assert event.message is not None
    drawn = drawing.message(event.message)["by"]
    assert drawn == {"id": str(bot.account_id), "name": "Météo", "bot": True}
    other = opening.open_room(by=ines, name="Ailleurs")
    assert not policies.may_read(bot.account, other)
    with pytest.raises(PermissionDenied):
        posting.post(room=other, by=bot.account, text="Ici aussi.")
    with pytest.raises(PermissionDenied):
        joining.join(room=other, by=bot.account)
    assert Log().catch_up(bot.account_id, other.code, 0).is_gone


def test_it_is_nobody_among_the_people(room: Room, bot: Bot, ines: Account, karim: Account) -> None:
    room.refresh_from_db()
    assert room.members_count == 1
    people = showing.people(showing.reader_of(room, karim))["people"]
    assert [one["handle"] for one in people] == ["ines"]
    assert not Account.objects.active().filter(pk=bot.account_id).exists()
    client = Client(HTTP_HOST="wideo.m6.localhost")
    assert client.get(f"/@{bot.account.handle}").status_code == 404
    (refused,) = commit(
        [Command(ines.pk, room.code, {"kind": "kick", "account": str(bot.account_id), "client": "client-01"})]
    )
    assert refused.status == 422


def test_its_orders_are_its_own(room: Room, bot: Bot, ines: Account) -> None:
    employing.teach(bot=bot, by=ines, name="pluie", hint="")
    other = employing.make_bot(room=room, by=ines, name="Baromètre")
    for name in ("pluie", "kick", "bannir", "deux mots", "", "é!"):
        with pytest.raises(ValidationError):
            employing.teach(bot=other, by=ines, name=name, hint="")
    employing.unteach(order=bot.orders.get(), by=ines)
    employing.teach(bot=other, by=ines, name="pluie", hint="")


def test_its_address_takes_messages_and_another_shuts_the_first(room: Room, bot: Bot, ines: Account) -> None:
    first = employing.give_address(bot=bot, by=ines)
    posted = api.posted_to(first, b'{"text": "Il pleut.", "client": "client-01"}')
    assert posted is not None
    assert (posted.code, posted.caller.account) == (room.code, bot.account_id)
    assert posted.command == {"kind": "post", "text": "Il pleut.", "client": "client-01"}
    for nonsense in (b"", b"[]", b'{"texte": "x"}', b'{"text": 3}'):
        with pytest.raises(api.NoMessage):
            api.posted_to(first, nonsense)
    second = employing.give_address(bot=bot, by=ines)
    assert api.posted_to(first, b'{"text": "x"}') is None
    assert api.posted_to(second, b'{"text": "x"}') is not None
    token = employing.give_token(bot=bot, by=ines, name="Un programme")
    assert api.posted_to(token, b'{"text": "x"}') is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("threads_let_go")
def test_what_is_posted_to_the_address_is_said_once(room: Room, bot: Bot, ines: Account) -> None:
    secret = employing.give_address(bot=bot, by=ines)
    body = json.dumps({"text": "Il **pleut**.", "client": "client-01"}).encode()
    for _ in range(2):
        answer = asyncio.run(ask(live.take_hooked, f"/live/hooks/{secret}", method="POST", body=body))
        assert answer.status == 200
    message = Message.objects.get(room=room)
    assert (message.author_id, message.html.strip()) == (bot.account_id, "<p>Il <strong>pleut</strong>.</p>")
    assert asyncio.run(ask(live.take_hooked, "/live/hooks/nonsense", method="POST", body=body)).status == 404
    assert asyncio.run(ask(live.take_hooked, f"/live/hooks/{secret}", method="POST", body=b"pluie")).status == 400
    assert asyncio.run(ask(live.take_hooked, f"/live/hooks/{secret}")).status == 405


def test_taken_out_of_service_it_does_nothing_more_and_its_words_stay(
    room: Room, bot: Bot, ines: Account, say: Say
) -> None:
    said = say(bot.account, room, "Il pleut.")
    secret = employing.give_address(bot=bot, by=ines)
    employing.retire(bot=bot, by=ines)
    assert api.posted_to(secret, b'{"text": "x"}') is None
    assert not Token.objects.good().exists()
    with pytest.raises(PermissionDenied):
        posting.post(room=room, by=bot.account, text="Encore.")
    said.refresh_from_db()
    assert said.text == "Il pleut."
    assert not said.is_hidden
