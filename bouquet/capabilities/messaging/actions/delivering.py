"""Tell addresses elsewhere what happened in rooms: each event once for each address, signed, tried again for days."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden
from bouquet.capabilities.messaging.actions import drawing, showing, watching
from bouquet.capabilities.messaging.actions.employing import count_hooks
from bouquet.capabilities.messaging.actions.recording import locked
from bouquet.capabilities.messaging.engine.signing import WAITS, headers
from bouquet.capabilities.messaging.models import Event
from bouquet.capabilities.messaging.models.hook import Delivery, Hook
from bouquet.foundation.clock import clock

if TYPE_CHECKING:
    import httpx

SECONDS: Final = 15.0
# So long nobody else tries: whoever took it up has answered by then, or died.
LEASE: Final = timedelta(seconds=60)
# A job that was asked for is not asked for again meanwhile.
QUEUED: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 500
MOST_DUE: Final = 200
GONE, TOO_MANY, UNAVAILABLE = 410, 429, 503
_MOST_PATIENCE: Final = 86400

logger = logging.getLogger(__name__)
NewClient = Callable[[], "httpx.Client"]


@dataclass(frozen=True)
class Answer:
    """`status` is None when nobody answered; `wait` is what the other side asks for, in seconds."""

    status: int | None
    fault: str = ""
    wait: int = 0

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def hand_out(*, room_id: UUID) -> list[UUID]:
    """Make deliveries of what happened in the room since it was done last; which are new. Safe to repeat."""
    made: list[UUID] = []
    for key in Hook.objects.on().filter(room=room_id).order_by("pk").values_list("pk", flat=True):
        made += _hand_to(key)
    return made


@transaction.atomic
def _hand_to(key: UUID) -> list[UUID]:
    hook = Hook.objects.select_for_update().filter(pk=key, is_on=True).select_related("bot").first()
    if hook is None:
        return []
    events = list(Event.objects.filter(room=hook.room_id, seq__gt=hook.handed_seq).order_by("seq")[:AT_ONCE])
    if not events:
        return []
    hook.handed_seq = events[-1].seq
    hook.save(update_fields=["handed_seq"])
    now = clock.now()
    concerning = [one for one in events if _concerns(hook, one)]
    told = [Delivery(hook=hook, seq=one.seq, kind=one.kind, due_at=now, queued_at=now) for one in concerning]
    Delivery.objects.bulk_create(told)
    return [one.pk for one in told]


def _concerns(hook: Hook, event: Event) -> bool:
    """Not what the bot does itself: two programs would answer each other for ever."""
    if event.author_id == hook.bot.account_id or event.kind == Event.Kind.RESET:
        return False
    if hook.hears == Hook.Hears.EVERYTHING:
        return True
    return bool(event.data.get("order", {}).get("bot") == str(hook.bot_id))


@transaction.atomic
def take_due() -> list[UUID]:
    """What waits for an attempt, also what a worker died over, and no job was asked for of late."""
    now = clock.now()
    waiting = Delivery.objects.due(now).filter(Q(queued_at=None) | Q(queued_at__lt=now - QUEUED))
    keys = list(waiting.order_by("due_at").values_list("pk", flat=True)[:MOST_DUE])
    Delivery.objects.filter(pk__in=keys).update(queued_at=now)
    return keys


def new_client() -> httpx.Client:
    """It goes nowhere inside: the address is checked as it is connected to. A redirect is no answer."""
    import httpx

    from bouquet.capabilities.media.engine.fetching.transport import GuardedTransport

    return httpx.Client(
        transport=GuardedTransport(ports=settings.BOUQUET_IMPORT_PORTS),
        timeout=SECONDS,
        follow_redirects=False,
        headers={"User-Agent": "Bouquet (webhook)", "Accept-Encoding": "identity"},
        trust_env=False,
    )


def deliver(*, delivery_id: UUID, client: NewClient = new_client) -> None:
    """Try once. Safe to repeat: who comes while another tries, or before it is due, does nothing."""
    delivery = _taken_up(delivery_id)
    if delivery is None:
        return
    body = body_of(delivery)
    if body is None:
        _settle(delivery, Answer(200))
        return
    _settle(delivery, _sent(delivery, body, client))


@transaction.atomic
def _taken_up(key: UUID) -> Delivery | None:
    now = clock.now()
    waiting = Delivery.objects.select_for_update(of=("self",)).due(now)
    delivery = waiting.select_related("hook__room", "hook__bot").filter(pk=key).first()
    if delivery is None:
        return None
    delivery.attempts += 1
    delivery.due_at, delivery.tried_at = now + LEASE, now
    delivery.save(update_fields=["attempts", "due_at", "tried_at"])
    return delivery


def body_of(delivery: Delivery) -> bytes | None:
    """The event as it is now: what was deleted meanwhile is told as deleted. None for what is not there any more."""
    room = delivery.hook.room
    events = Event.objects.filter(room=room, seq=delivery.seq).select_related("message__author", "message__thread")
    event = events.first()
    if event is None:
        return None
    data = drawing.event(event, room.code)
    if event.kind == Event.Kind.ROOM:
        data["data"] = showing.room_card(room)
    elif event.kind == Event.Kind.WATCH:
        data["data"] = {**event.data, "watching": watching.drawn(room)}
    elif event.kind == Event.Kind.MEMBER:
        who = Account.objects.filter(pk=event.data["account"]).first()
        data["data"] = event.data | ({"account": drawing.person(who)} if who else {})
    told = {"type": f"room.{event.kind}", "timestamp": drawing.moment(event.made_at), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _sent(delivery: Delivery, body: bytes, client: NewClient) -> Answer:
    import httpx

    hook = delivery.hook
    signed = headers(key=f"msg_{delivery.pk.hex}", at=int(clock.now().timestamp()), body=body, secret=hook.secret_bytes)
    until = time.monotonic() + SECONDS
    try:
        with client() as line, line.stream("POST", hook.address, content=body, headers=signed) as answer:
            # What is answered interests nobody, but a server that drips must not hold a worker.
            for _part in answer.iter_raw(4096):
                if answer.num_bytes_downloaded > 65_536 or time.monotonic() > until:
                    break
            return Answer(answer.status_code, "", _patience(answer.headers.get("retry-after", "")))
    except Forbidden as refused:
        return Answer(None, refused.reason)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
        return Answer(None, type(error).__name__)


def _patience(said: str) -> int:
    return min(int(said), _MOST_PATIENCE) if said.isascii() and said.isdigit() and len(said) < 9 else 0


@transaction.atomic
def _settle(delivery: Delivery, answer: Answer) -> None:
    now = clock.now()
    kept = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)
    told = {"status": answer.status, "fault": answer.fault[:120], "queued_at": None}
    if answer.is_good:
        kept.update(state=Delivery.State.DONE, **told)
    elif answer.status == GONE:
        kept.update(state=Delivery.State.FAILED, **told)
        _switch_off(delivery.hook)
    elif delivery.attempts > len(WAITS):
        kept.update(state=Delivery.State.FAILED, **told)
        logger.warning("The address of hook %s did not answer for days; it is told nothing more.", delivery.hook_id)
        _switch_off(delivery.hook)
    else:
        wait = WAITS[delivery.attempts - 1]
        if answer.status in (TOO_MANY, UNAVAILABLE):
            wait = max(wait, timedelta(seconds=answer.wait))
        kept.update(due_at=now + wait, **told)


def _switch_off(hook: Hook) -> None:
    room = locked(hook.room)
    Hook.objects.filter(pk=hook.pk, is_on=True).update(is_on=False, went_off_at=clock.now())
    count_hooks(room)


def forget_the_old() -> None:
    """A chore: what became of deliveries interests nobody after thirty days."""
    Delivery.objects.filter(made_at__lt=clock.now() - KEPT).delete()
