"""What a program shows at the door, how far it lets it, and until when."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from bouquet.capabilities.accounts.actions import suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import api, live
from bouquet.capabilities.messaging.actions import admitting, leaving, opening
from bouquet.capabilities.messaging.models import Message, Room, Token
from bouquet.capabilities.messaging.tests.conftest import Say
from bouquet.foundation.live.tests.asking import Answer, ask

Travel = Callable[[timedelta], AbstractContextManager[None]]


def made(account: Account, *scopes: str, days: int | None = None) -> str:
    return admitting.make_token(account=account, name="Un script", scopes=scopes, days=days)[1]


def test_a_secret_is_told_once_and_kept_nowhere(ines: Account) -> None:
    token, secret = admitting.make_token(account=ines, name="Un script", scopes=["read"])
    row = Token.objects.values().get()
    assert secret not in json.dumps({name: str(value) for name, value in row.items()})
    assert token.tail == secret[-4:]
    caller = admitting.caller_with(secret)
    assert caller is not None
    assert (caller.account, caller.may("read"), caller.may("write")) == (ines.pk, True, False)
    assert admitting.caller_with(f"{secret}x") is None


def test_it_is_good_until_it_is_over_revoked_or_its_account_away(ines: Account, travel: Travel) -> None:
    short, long = made(ines, "read", days=1), made(ines, "read")
    with travel(timedelta(days=2)):
        assert admitting.caller_with(short) is None
        assert admitting.caller_with(long) is not None
    admitting.revoke(token=Token.objects.get(tail=short[-4:]))
    assert admitting.caller_with(short) is None
    suspending.suspend(account=ines, until=None, reason="")
    assert admitting.caller_with(long) is None


def test_it_is_good_for_something_and_there_are_not_too_many(ines: Account) -> None:
    with pytest.raises(ValidationError):
        made(ines, "address")
    for _ in range(admitting.MOST_TOKENS):
        made(ines, "read")
    with pytest.raises(ValidationError):
        made(ines, "read")


def test_pages_as_json_are_for_who_shows_it(ines: Account, karim: Account, at_any_pace: None) -> None:
    secret_room = opening.open_room(by=ines, name="Surprise", openness="secret")
    client, address = Client(HTTP_HOST="wideo.m6.localhost"), f"/rooms/{secret_room.code}.json"

    def asked(secret: str) -> int:
        return client.get(address, headers={"Authorization": f"Bearer {secret}"}).status_code

    assert [asked(made(ines, "read")), asked(made(ines, "write")), asked(made(karim, "read")), asked("nonsense")] == [
        200, 403, 404, 401,
    ]  # fmt: skip
    mine = client.get("/rooms/mine.json", headers={"Authorization": f"Bearer {made(ines, 'read')}"}).json()
    assert [one["room"] for one in mine["rooms"]] == [secret_room.code]
    assert client.get("/rooms/mine.json").status_code == 302


def test_its_scope_says_which_commands_it_carries() -> None:
    assert {api.scope_of(kind) for kind in ("post", "react", "join", "read", "typing", None)} == {"write"}
    assert {api.scope_of(kind) for kind in ("ban", "settle", "order", "watch", "pin")} == {"keep"}
    assert api.bearer("Bearer  abc ") == "abc"
    assert api.bearer("Basic abc") is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("threads_let_go")
def test_a_program_posts_with_it_and_needs_no_origin(room: Room, ines: Account) -> None:
    def told(secret: str, kind: str = "post") -> Answer:
        body = json.dumps({"kind": kind, "text": "Bonjour", "client": f"client-{kind}"}).encode()
        path, shown = f"/live/rooms/{room.code}", f"Bearer {secret}"
        asked = ask(live.take, path, method="POST", body=body, content_type="application/json", authorization=shown)
        return asyncio.run(asked)

    writes = made(ines, "write")
    assert [told(writes).status, told(made(ines, "read")).status, told("nonsense").status] == [200, 403, 401]
    assert told(writes, "settle").status == 403
    assert Message.objects.get(room=room).author_id == ines.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("threads_let_go")
def test_a_stream_is_refused_to_a_token_that_does_not_read(ines: Account) -> None:
    for secret, status in ((made(ines, "write"), 403), ("nonsense", 401)):
        answer = asyncio.run(ask(live.stream, "/live/stream", authorization=f"Bearer {secret}"))
        assert answer.status == status


def test_the_page_shows_it_once_and_revokes_it(ines: Account, karim: Account) -> None:
    client = Client(HTTP_HOST="wideo.m6.localhost")
    client.force_login(ines)
    shown = client.post("/reglages/jetons/", {"name": "Mon script", "scopes": ["read", "write"], "days": "30"})
    token = Token.objects.get(account=ines)
    assert admitting.PREFIX in shown.content.decode()
    again = client.get("/reglages/jetons/").content.decode()
    assert admitting.PREFIX not in again
    assert "Mon script" in again
    client.force_login(karim)
    assert client.post(f"/reglages/jetons/{token.pk}/revoquer/").status_code == 404
    client.force_login(ines)
    client.post(f"/reglages/jetons/{token.pk}/revoquer/")
    assert not Token.objects.good().exists()


def test_an_erased_member_leaves_no_token(ines: Account, room: Room, say: Say) -> None:
    made(ines, "read")
    leaving.forget_member(account_id=ines.pk, keeps_posts=True)
    assert not Token.objects.exists()
