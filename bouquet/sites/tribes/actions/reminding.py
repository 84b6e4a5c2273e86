"""Remind those who come of an event, a day and an hour before; tell them when it was moved or called off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.models import Answer, Attendance, Event

DAY, HOUR = "day", "hour"
AHEAD: Final = {DAY: timedelta(days=1), HOUR: timedelta(hours=1)}


def due() -> list[tuple[UUID, str]]:
    """Events to remind people of now, each with how far ahead. One that was posted at short notice skips the day."""
    now = clock.now()
    coming = Event.objects.filter(cancelled_at=None, starts_at__gt=now, post__is_shown=True)
    soon = coming.filter(starts_at__lte=now + AHEAD[HOUR], reminded_hour_at=None)
    tomorrow = coming.filter(starts_at__lte=now + AHEAD[DAY], starts_at__gt=now + 2 * AHEAD[HOUR], reminded_day_at=None)
    return [(key, HOUR) for key in soon.values_list("pk", flat=True)[:500]] + [
        (key, DAY) for key in tomorrow.values_list("pk", flat=True)[:500]
    ]


def remind(*, post_id: UUID, ahead: str) -> None:
    """Safe to repeat: the fact names the moment it begins, so that each is told once of each moment."""
    event = Event.objects.filter(pk=post_id, cancelled_at=None, starts_at__gt=clock.now()).first()
    if event is None:
        return
    _tell(event, "tribes.event_soon", f"{ahead}:{event.starts_at.timestamp():.0f}", (Answer.GOING, Answer.MAYBE), ahead)
    Event.objects.filter(pk=event.pk, starts_at=event.starts_at).update(**{f"reminded_{ahead}_at": clock.now()})


def tell_moved(*, post_id: UUID, sequence: int) -> None:
    """Another time or place."""
    event = Event.objects.filter(pk=post_id, cancelled_at=None).first()
    if event is not None:
        _tell(event, "tribes.event_moved", str(sequence), (Answer.GOING, Answer.MAYBE))


def tell_cancelled(*, post_id: UUID) -> None:
    """It does not take place."""
    event = Event.objects.filter(pk=post_id, cancelled_at__isnull=False).first()
    if event is not None:
        _tell(event, "tribes.event_cancelled", "", (Answer.GOING, Answer.MAYBE))


def _tell(event: Event, kind: str, fact: str, answers: Collection[str], ahead: str = "") -> None:
    people = Attendance.objects.filter(Q(answer__in=answers), event=event).values_list("account", flat=True)
    tell(
        kind=kind,
        recipients=people,
        actor=None,
        about=Ref(POST, event.pk),
        fact=f"{kind}:{event.pk}:{fact}",
        group=f"{kind}:{event.pk}",
        data={"title": event.title, "starts_at": event.starts_at.isoformat(), "zone": event.zone, "ahead": ahead},
    )
