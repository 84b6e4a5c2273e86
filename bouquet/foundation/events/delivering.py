"""Bring announced events to their subscribers: right after the commit, and again until each has taken it."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta

from django.db import transaction

from bouquet.foundation.clock import clock
from bouquet.foundation.events.models import AnnouncedEvent, Delivery
from bouquet.foundation.events.payload import from_payload
from bouquet.foundation.events.registry import registry

logger = logging.getLogger(__name__)

ATTEMPTS_BEFORE_PARKING = 3
# An event younger than this is still in the hands of the process that announced it.
GRACE = timedelta(seconds=5)
PAUSE_BETWEEN_ATTEMPTS = timedelta(seconds=10)


def deliver(event: AnnouncedEvent) -> None:
    """Call every subscriber that has not taken `event` yet. Never raises: a failure is written down and retried."""
    listeners = registry.listeners_of(event.name)
    settled = dict(event.deliveries.exclude(state=Delivery.State.DUE).values_list("subscriber", "state"))
    outcomes = [_attempt(event, subscriber) for subscriber in listeners if subscriber not in settled]
    if all(outcomes):
        AnnouncedEvent.objects.filter(pk=event.pk).update(is_settled=True)


def redeliver(*, batch: int = 200) -> int:
    """Deliver what a crash or a failure left behind; returns how many events were looked at."""
    now = clock.now()
    waiting = AnnouncedEvent.objects.filter(is_settled=False, announced_at__lte=now - GRACE).exclude(
        deliveries__state=Delivery.State.DUE, deliveries__attempted_at__gt=now - PAUSE_BETWEEN_ATTEMPTS
    )
    events = list(waiting.order_by("id")[:batch])
    for event in events:
        deliver(event)
    return len(events)


def retry_parked(delivery: Delivery) -> None:
    """Have a parked delivery tried again from the start."""
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.DUE, attempts=0, attempted_at=None)
        AnnouncedEvent.objects.filter(pk=delivery.event_id).update(is_settled=False)
    deliver(delivery.event)


def forget_settled(*, older_than: timedelta) -> int:
    """Delete events that everyone took long ago; returns how many."""
    old = AnnouncedEvent.objects.filter(is_settled=True, announced_at__lt=clock.now() - older_than)
    old = old.exclude(deliveries__state=Delivery.State.PARKED)
    return old.delete()[0]


def _attempt(event: AnnouncedEvent, subscriber: str) -> bool:
    """Returns whether nothing is left to do for this subscriber (taken, or parked)."""
    listener = registry.listeners_of(event.name)[subscriber]
    try:
        with transaction.atomic():
            # The row is the claim: two processes that deliver the same event queue up behind it.
            delivery, _ = Delivery.objects.select_for_update().get_or_create(event=event, subscriber=subscriber)
            if delivery.state != Delivery.State.DUE:
                return True
            listener(from_payload(registry.classes[event.name], event.payload))
            Delivery.objects.filter(pk=delivery.pk).update(
                state=Delivery.State.DONE, attempted_at=clock.now(), error=""
            )
            return True
    except Exception:
        logger.exception("%s failed on %s", subscriber, event)
        return _write_down(event, subscriber, traceback.format_exc())


def _write_down(event: AnnouncedEvent, subscriber: str, error: str) -> bool:
    with transaction.atomic():
        delivery, _ = Delivery.objects.select_for_update().get_or_create(event=event, subscriber=subscriber)
        delivery.attempts += 1
        delivery.error = error
        delivery.attempted_at = clock.now()
        if delivery.attempts >= ATTEMPTS_BEFORE_PARKING:
            delivery.state = Delivery.State.PARKED
        delivery.save()
    return delivery.state == Delivery.State.PARKED
