"""Addresses elsewhere: told of what happens, once each, signed, again until somebody answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import httpx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_tasks_db.models import DBTaskResult

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import delivering, editing, employing, hooking, joining, ordering
from bouquet.capabilities.messaging.engine import orders
from bouquet.capabilities.messaging.engine.signing import WAITS
from bouquet.capabilities.messaging.models import Bot, Delivery, Hook, Room
from bouquet.capabilities.messaging.tests.conftest import Say
from bouquet.capabilities.messaging.tests.programs import Elsewhere

Travel = Callable[[timedelta], AbstractContextManager[None]]
Committed = Callable[[], AbstractContextManager[None]]
ADDRESS = "https://bot.example/hook"


@pytest.fixture
def bot(room: Room, ines: Account) -> Bot:
    return employing.make_bot(room=room, by=ines, name="Météo")


@pytest.fixture
def hook(bot: Bot, ines: Account) -> Hook:
    return hooking.add_hook(bot=bot, by=ines, address=ADDRESS)


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


def deliver_all(room: Room, elsewhere: Elsewhere) -> None:
    delivering.hand_out(room_id=room.pk)
    for delivery in Delivery.objects.order_by("seq"):
        delivering.deliver(delivery_id=delivery.pk, client=elsewhere.client)


def test_what_happens_is_told_once_and_signed(
    room: Room, hook: Hook, karim: Account, say: Say, elsewhere: Elsewhere
) -> None:
    say(karim, room, "Bonjour")
    for _ in range(2):
        deliver_all(room, elsewhere)
    assert [json.loads(one.content)["type"] for one in elsewhere.came] == ["room.member", "room.post"]
    last = elsewhere.came[-1]
    told = json.loads(last.content)
    assert told["data"]["message"]["text"] == "Bonjour"
    assert told["data"]["room"] == room.code
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{last.headers['webhook-id']}.{last.headers['webhook-timestamp']}.".encode() + last.content
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert last.headers["webhook-signature"] == f"v1,{expected}"
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.DONE}


def test_the_log_wakes_whoever_tells_and_rooms_without_addresses_wake_nobody(
    room: Room, hook: Hook, karim: Account, ines: Account, say: Say, committed: Committed
) -> None:
    def jobs() -> int:
        return DBTaskResult.objects.filter(task_path__endswith="tasks.hand_out").count()

    with committed():
        say(karim, room)
    assert jobs() == 2, "one for coming in, one for the message"
    hooking.switch(hook=hook, by=ines, is_on=False)
    with committed():
        say(karim, room)
    assert jobs() == 2


def test_nobody_is_told_of_what_the_bot_says_itself(
    room: Room, bot: Bot, hook: Hook, say: Say, elsewhere: Elsewhere
) -> None:
    say(bot.account, room, "Il pleut.")
    deliver_all(room, elsewhere)
    assert elsewhere.came == []


def test_who_hears_only_orders_is_told_of_its_own(
    room: Room, bot: Bot, ines: Account, karim: Account, say: Say, elsewhere: Elsewhere
) -> None:
    hooking.add_hook(bot=bot, by=ines, address=ADDRESS, hears=Hook.Hears.ORDERS)
    employing.teach(bot=bot, by=ines, name="pluie", hint="")
    say(karim, room, "Rien pour lui")
    ordering.carry_out(room=room, by=karim, typed=orders.Typed("pluie", "Brest"))
    deliver_all(room, elsewhere)
    (only,) = elsewhere.came
    assert json.loads(only.content)["data"]["data"]["order"] == {"bot": str(bot.pk), "name": "pluie", "text": "Brest"}


def test_what_was_taken_back_meanwhile_is_told_as_deleted(
    room: Room, hook: Hook, karim: Account, say: Say, elsewhere: Elsewhere
) -> None:
    said = say(karim, room, "Mon code est 1234")
    delivering.hand_out(room_id=room.pk)
    editing.delete(message=said, by=karim)
    deliver_all(room, elsewhere)
    assert all(b"1234" not in one.content for one in elsewhere.came)


def test_without_an_answer_it_is_tried_again_and_at_last_given_up(
    room: Room, hook: Hook, karim: Account, elsewhere: Elsewhere, travel: Travel
) -> None:
    joining.join(room=room, by=karim)
    elsewhere.answers = [httpx.Response(500) for _ in range(len(WAITS) + 1)]
    deliver_all(room, elsewhere)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.attempts) == (Delivery.State.WAITING, 500, 1)
    delivering.deliver(delivery_id=delivery.pk, client=elsewhere.client)
    assert len(elsewhere.came) == 1, "nobody is asked before it is time"
    passed = timedelta()
    for wait in WAITS:
        passed += wait + timedelta(seconds=1)
        with travel(passed):
            assert delivering.take_due() == [delivery.pk]
            assert delivering.take_due() == []
            delivering.deliver(delivery_id=delivery.pk, client=elsewhere.client)
    delivery.refresh_from_db()
    hook.refresh_from_db()
    room.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.FAILED, len(WAITS) + 1)
    assert (hook.is_on, room.hooks_count) == (False, 0)
    assert len({one.headers["webhook-id"] for one in elsewhere.came}) == 1


def test_an_address_that_is_gone_is_told_nothing_more_until_it_is_switched_on(
    room: Room, hook: Hook, ines: Account, karim: Account, lea: Account, elsewhere: Elsewhere
) -> None:
    elsewhere.answers = [httpx.Response(410)]
    joining.join(room=room, by=karim)
    deliver_all(room, elsewhere)
    hook.refresh_from_db()
    assert not hook.is_on
    assert hook.went_off_at is not None
    joining.leave(room=room, by=karim)
    hooking.switch(hook=hook, by=ines, is_on=True)
    joining.join(room=room, by=lea)
    deliver_all(room, elsewhere)
    assert Delivery.objects.count() == 2, "what happened while it was off is not told"


def test_a_busy_address_says_how_long_to_wait(room: Room, hook: Hook, karim: Account, elsewhere: Elsewhere) -> None:
    elsewhere.answers = [httpx.Response(429, headers={"Retry-After": "900"})]
    joining.join(room=room, by=karim)
    deliver_all(room, elsewhere)
    delivery = Delivery.objects.get()
    assert delivery.tried_at is not None
    assert delivery.due_at - delivery.tried_at >= timedelta(seconds=890)


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1"])
def test_no_address_leads_inside(room: Room, hook: Hook, karim: Account, elsewhere: Elsewhere, number: str) -> None:
    elsewhere.number = number
    joining.join(room=room, by=karim)
    deliver_all(room, elsewhere)
    assert elsewhere.came == []
    assert Delivery.objects.get().fault == "private_address"


@pytest.mark.parametrize("address", ["ftp://x.example/", "https://a:b@x.example/", "https://x.example:22/", "nonsense"])
def test_an_address_that_cannot_be_asked_is_refused(bot: Bot, ines: Account, address: str) -> None:
    with pytest.raises(ValidationError):
        hooking.add_hook(bot=bot, by=ines, address=address)


def test_a_redirect_is_no_answer(room: Room, hook: Hook, karim: Account, elsewhere: Elsewhere) -> None:
    elsewhere.answers = [httpx.Response(302, headers={"Location": "http://127.0.0.1/"})]
    joining.join(room=room, by=karim)
    deliver_all(room, elsewhere)
    assert (len(elsewhere.came), Delivery.objects.get().state) == (1, Delivery.State.WAITING)


def test_only_who_keeps_the_room_looks_after_addresses(hook: Hook, bot: Bot, room: Room, karim: Account) -> None:
    joining.join(room=room, by=karim)
    for refused in (
        lambda: hooking.add_hook(bot=bot, by=karim, address=ADDRESS),
        lambda: hooking.switch(hook=hook, by=karim, is_on=False),
        lambda: hooking.renew_secret(hook=hook, by=karim),
        lambda: hooking.remove(hook=hook, by=karim),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_another_secret_signs_otherwise_and_a_delivery_is_sent_again(
    room: Room, hook: Hook, ines: Account, karim: Account, elsewhere: Elsewhere
) -> None:
    joining.join(room=room, by=karim)
    deliver_all(room, elsewhere)
    hooking.renew_secret(hook=hook, by=ines)
    delivery = Delivery.objects.get()
    hooking.send_again(delivery=delivery, by=ines)
    delivering.deliver(delivery_id=delivery.pk, client=elsewhere.client)
    first, second = elsewhere.came
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert Hook.objects.get().secret != hook.secret
