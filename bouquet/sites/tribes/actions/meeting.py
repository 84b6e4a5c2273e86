"""Who comes to an event; what its host changes."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import showing_files
from bouquet.sites.tribes.actions.purging import purge_counts
from bouquet.sites.tribes.engine.attachments import EventDraft
from bouquet.sites.tribes.events import EventCancelled, EventMoved, PostChanged
from bouquet.sites.tribes.models import Answer, Attendance, Event, Post
from bouquet.sites.tribes.models.event import MOST_FACES, USUAL_LENGTH


class EventIsClosed(ValueError):
    """It is over, or called off."""


class EventIsFull(ValueError):
    """Nobody else may come; whoever goes may still say so again."""


@transaction.atomic
def answer(*, post: Post, by: Account, answer: str) -> Event:
    """`by` goes, may go, or does not; an empty answer takes it back. Safe to repeat.

    Raises PermissionDenied, EventIsClosed, EventIsFull, ValueError.
    """
    policies.require_can_take_part(by, post)
    said = Answer(answer) if answer else None
    event = Event.objects.select_for_update().get(pk=post.pk)
    if event.is_cancelled or event.is_over:
        raise EventIsClosed
    before = Attendance.objects.filter(event=event, account=by).first()
    if said == (before.answer if before else None):
        return event
    if said == Answer.GOING and event.is_full:
        raise EventIsFull
    _set(event, by.pk, said)
    purge_counts(post)
    return event


@transaction.atomic
def move(*, post: Post, by: Account, draft: EventDraft) -> None:
    """Another time, place or title. Those who come are told when it is another time or place. Raises PermissionDenied,
    EventIsClosed.
    """
    policies.require_can_host(by, post)
    event = Event.objects.select_for_update().get(pk=post.pk)
    if event.is_cancelled or event.is_over:
        raise EventIsClosed
    told = (event.starts_at, event.ends_at, event.place, event.link)
    is_another_time = event.starts_at != draft.starts_at
    for name in ("title", "starts_at", "ends_at", "zone", "place", "link", "capacity"):
        setattr(event, name, getattr(draft, name))
    event.over_at = draft.ends_at or draft.starts_at + USUAL_LENGTH
    if is_another_time:
        event.reminded_day_at = event.reminded_hour_at = None
    event.sequence += 1
    event.changed_at = clock.now()
    event.save()
    if told != (event.starts_at, event.ends_at, event.place, event.link):
        announce(EventMoved(post.pk, event.sequence))
    _show(post)


@transaction.atomic
def cancel(*, post: Post, by: Account) -> None:
    """It does not take place; those who come are told. Safe to repeat. Raises PermissionDenied."""
    policies.require_can_host(by, post)
    event = Event.objects.select_for_update().get(pk=post.pk)
    if event.is_cancelled:
        return
    event.cancelled_at = event.changed_at = clock.now()
    event.sequence += 1
    event.save(update_fields=["cancelled_at", "changed_at", "sequence"])
    announce(EventCancelled(post.pk))
    _show(post)


@transaction.atomic
def withdraw(*, account_id: UUID, tribe_id: UUID | None = None) -> None:
    """Somebody is gone, from one tribe or from everywhere: they come to nothing that is still to be. Safe to repeat."""
    theirs = Attendance.objects.filter(account=account_id)
    if tribe_id is not None:
        theirs = theirs.filter(event__post__tribe=tribe_id)
    for key in theirs.values_list("event", flat=True):
        event = Event.objects.select_for_update().get(pk=key)
        if tribe_id is None or not event.is_over:
            _set(event, account_id, None)


def require_event(post: Post) -> Event:
    """The event of `post`; PermissionDenied when it has none."""
    event = Event.objects.filter(pk=post.pk).first()
    if event is None:
        raise PermissionDenied
    return event


def _set(event: Event, account_id: UUID, said: Answer | None) -> None:
    """Under the lock on the event's row."""
    if said is None:
        Attendance.objects.filter(event=event, account=account_id).delete()
    else:
        Attendance.objects.update_or_create(
            event=event, account_id=account_id, defaults={"answer": said, "answered_at": clock.now()}
        )
    answers = Attendance.objects.filter(event=event)
    counts = {kind: answers.filter(answer=kind).count() for kind in Answer}
    event.going_count, event.maybe_count = counts[Answer.GOING], counts[Answer.MAYBE]
    event.no_count = counts[Answer.NO]
    going = answers.filter(answer=Answer.GOING).order_by("-pk").values_list("account", flat=True)
    event.faces = [str(key) for key in going[:MOST_FACES]]
    event.save(update_fields=["going_count", "maybe_count", "no_count", "faces"])


def _show(post: Post) -> None:
    showing_files.prepare(post)
    announce(PostChanged(post.pk))
