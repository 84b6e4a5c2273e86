"""What tests of rooms speak of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connections

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import api, live
from bouquet.capabilities.messaging.actions import committing, following, opening, posting
from bouquet.capabilities.messaging.models import Event, Message, Room
from bouquet.foundation.ids.keys import new_code
from tests.regulars import regular

Say = Callable[..., Message]


@pytest.fixture
def at_any_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is too fast."""
    from bouquet.capabilities.messaging.actions import editing, employing, joining, reacting

    for module in (posting, opening, editing, employing, joining, reacting):
        monkeypatch.setattr(module, "require_pace", lambda **_: None)


@pytest.fixture
def room(ines: Account, at_any_pace: None) -> Room:
    """Inès's room, open to everybody."""
    return opening.open_room(by=ines, name="Douarnenez", topic="Un été au port")


@pytest.fixture
def say(at_any_pace: None) -> Say:
    """`say(karim, room, "Bonjour")`: the message."""

    def post(by: Account, room: Room, text: str = "Bonjour !", **more: object) -> Message:
        event: Event = posting.post(room=room, by=by, text=text, client=new_code(12), **more)  # type: ignore[arg-type]
        assert event.message is not None
        return event.message

    return post


@pytest.fixture
def zoe(db: None) -> Account:
    """Zoé, who is fifteen."""
    account = regular("zoe", "Zoé")
    account.birth_date = date(date.today().year - 15, 1, 1)
    account.save(update_fields=["birth_date"])
    return account


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread of the live process would close is the test's own."""
    for module in (api, following, committing, live):
        monkeypatch.setattr(module, "close_old_connections", lambda: None)


@pytest.fixture
def threads_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread of the live process opened is closed with it, or the test's database could not go."""
    run = asyncio.to_thread

    def closing(do: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any) -> Any:
            try:
                return do(*given)
            finally:
                connections.close_all()

        return done

    monkeypatch.setattr(asyncio, "to_thread", lambda do, *given: run(closing(do), *given))
    monkeypatch.setattr(live, "commit", closing(committing.commit))
