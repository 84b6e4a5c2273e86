"""Commands of clients: each is answered by itself, also when many share a transaction."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import live
from bouquet.capabilities.messaging.actions import joining, opening
from bouquet.capabilities.messaging.actions.committing import Command, commit
from bouquet.capabilities.messaging.models import Event, Message, Room
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.foundation.live.tests.asking import Answer, ask


def post(by: Account, room: Room, text: str, client: str) -> Command:
    return Command(by.pk, room.code, {"kind": "post", "text": text, "client": client})


def test_one_that_is_refused_takes_nothing_with_it(room: Room, ines: Account, karim: Account) -> None:
    secret = opening.open_room(by=ines, name="Surprise", openness="secret")
    outcomes = commit(
        [
            post(karim, room, "Un", "client-01"),
            post(karim, secret, "Deux", "client-02"),
            post(karim, room, "   ", "client-03"),
            post(ines, room, "Trois", "client-04"),
            post(karim, room, "Un", "client-01"),
            Command(karim.pk, room.code, {"kind": "post", "text": "Quatre", "client": "x"}),
            Command(karim.pk, room.code, {"kind": "dance", "client": "client-05"}),
            Command(karim.pk, "nowhere", {"kind": "join", "client": "client-06"}),
        ]
    )
    assert [one.status for one in outcomes] == [200, 403, 422, 200, 200, 400, 400, 404]
    assert outcomes[4].answer["seq"] == outcomes[0].answer["seq"]
    assert sorted(Message.objects.values_list("text", flat=True)) == ["Trois", "Un"]
    assert list(Event.objects.filter(room=room).order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4]


def test_the_whole_life_of_a_message_by_commands(room: Room, ines: Account, karim: Account) -> None:
    joining.join(room=room, by=karim)
    (made,) = commit([post(ines, room, "Bonjour @karim", "client-01")])
    key, seq = made.answer["event"]["message"]["id"], made.answer["seq"]
    steps = [
        (karim, {"kind": "react", "message": key, "emoji": "👍"}, 200),
        (karim, {"kind": "edit", "message": key, "text": "Bonsoir"}, 403),
        (ines, {"kind": "edit", "message": key, "text": "Bonsoir"}, 200),
        (ines, {"kind": "pin", "message": key}, 200),
        (karim, {"kind": "unpin", "message": key}, 403),
        (karim, {"kind": "read", "seq": seq}, 200),
        (ines, {"kind": "settle", "slow_seconds": 5, "name": "Le port"}, 200),
        (ines, {"kind": "ban", "account": "karim", "seconds": 60}, 200),
        (ines, {"kind": "delete", "message": key}, 200),
        (ines, {"kind": "react", "message": key, "emoji": "👍"}, 409),
    ]
    for number, (who, body, expected) in enumerate(steps):
        (outcome,) = commit([Command(who.pk, room.code, {"client": f"step-{number:04}"} | body)])
        assert (body["kind"], outcome.status) == (body["kind"], expected), outcome.answer
    (gone,) = commit([Command(ines.pk, room.code, {"kind": "delete", "message": key, "client": "step-0008"})])
    assert gone.status == 200, "the same deletion again is the same deletion"


def test_who_is_too_fast_is_told_how_long_to_wait(room: Room, karim: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    from bouquet.capabilities.messaging.actions import posting

    def refuse(**_: object) -> None:
        raise TooFast(7)

    monkeypatch.setattr(posting, "require_pace", refuse)
    (outcome,) = commit([post(karim, room, "Vite", "client-01")])
    assert (outcome.status, outcome.answer["seconds"]) == (429, 7)
    assert not Message.objects.exists()


def told(**headers: str) -> Answer:
    body = json.dumps({"kind": "post", "text": "Bonjour", "client": "client-01"}).encode()
    given: dict[str, Any] = {"content_type": "application/json", "origin": "http://wideo.m6.localhost"} | headers
    return asyncio.run(ask(live.take, "/live/rooms/nowhere", method="POST", body=body, **given))


def test_a_page_of_another_host_and_a_form_are_refused(db: None) -> None:
    assert told(origin="https://evil.example").status == 403
    assert told(origin="").status == 403
    assert told(content_type="text/plain").status == 403


def test_nobody_is_asked_to_sign_in(db: None) -> None:
    assert told().status == 401
