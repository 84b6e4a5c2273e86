"""Take back what was told: its thing is gone, its people want nothing to do with each other, its time is over.

The notices stay without their entry, so that the same fact is never told, pushed or mailed again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from bouquet.capabilities.notifications.actions.waking import wake
from bouquet.capabilities.notifications.kinds import unseen_kinds
from bouquet.capabilities.notifications.models import Choice, Device, Entry, Letter, Notice, Rhythm
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref

BATCH: Final = 500
KEPT: Final = timedelta(days=90)


def forget(about: Ref) -> None:
    """Nobody is told of this thing any more, in no inbox, push or mail. Safe to repeat; best in a task where it may
    have been told to thousands: until then nobody sees it either, because every showing asks."""
    _take_back(Notice.objects.filter(about_kind=about.kind, about_key=about.key))


def forget_fact(fact: str) -> None:
    """The same for one thing that happened, and was taken back: a reaction, a follow."""
    _take_back(Notice.objects.filter(fact=fact))


def forget_between(*, recipient: UUID, actor: UUID) -> None:
    """What `recipient` was told that `actor` did."""
    _take_back(Notice.objects.filter(recipient=recipient, actor=actor))


def hide(about: Ref) -> None:
    """A moderator hid this thing: badges count it no more, at once. What each member may see is asked anyway."""
    _move(about, Entry.State.SHOWN, Entry.State.WITHHELD)


def show_again(about: Ref) -> None:
    """The decision was reversed."""
    _move(about, Entry.State.WITHHELD, Entry.State.SHOWN)


def _move(about: Ref, before: str, after: str) -> None:
    there = Entry.objects.filter(about_kind=about.kind, about_key=about.key, state=before)
    if after == Entry.State.WITHHELD:
        # Of a decision about them its member reads all the same.
        there = there.exclude(kind__in=unseen_kinds())
    while found := list(there.values_list("pk", "recipient")[:BATCH]):
        with transaction.atomic():
            Entry.objects.filter(pk__in=[key for key, _ in found], state=before).update(state=after)
            wake({recipient for _, recipient in found})


def forget_account(account_id: UUID) -> None:
    """An erased member: what they were told, chose and used, and what others were told of them."""
    _take_back(Notice.objects.filter(actor=account_id))
    for model in (Notice, Entry):
        while keys := list(model.objects.filter(recipient=account_id).values_list("pk", flat=True)[:BATCH]):
            model.objects.filter(pk__in=keys).delete()
    Notice.objects.filter(actor=account_id).update(actor=None)
    Letter.objects.filter(recipient=account_id).delete()
    for kept in (Choice, Rhythm, Device):
        kept.objects.filter(account=account_id).delete()


def forget_the_old() -> None:
    """A chore: read entries go after 90 days, and with them what was taken back or is told nowhere any more."""
    old = clock.now() - KEPT
    while keys := list(Entry.objects.filter(read_at__lt=old).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            Notice.objects.filter(entry__in=keys).delete()
            Entry.objects.filter(pk__in=keys).delete()
    unlisted = Entry.objects.filter(state=Entry.State.UNLISTED, read_at=None, latest_at__lt=old)
    while keys := list(unlisted.values_list("pk", flat=True)[:BATCH]):
        Entry.objects.filter(pk__in=keys).update(read_at=old)
    Notice.objects.filter(entry=None, made_at__lt=old).delete()
    Letter.objects.filter(made_at__lt=old, notices=None).delete()


def _take_back(notices: QuerySet[Notice]) -> None:
    told = notices.filter(entry__isnull=False).order_by("pk")
    while keys := list(told.values_list("pk", flat=True)[:BATCH]):
        _take_back_batch(keys)


@transaction.atomic
def _take_back_batch(keys: Collection[UUID]) -> None:
    mine = Notice.objects.filter(pk__in=keys)
    entries = set(mine.filter(entry__isnull=False).values_list("entry", flat=True))
    locked = {one.pk: one for one in Entry.objects.select_for_update().order_by("pk").filter(pk__in=entries)}
    mine.update(entry=None, data={}, mail_due_at=None, push_due_at=None)
    _tell_what_is_left(locked)
    wake({entry.recipient_id for entry in locked.values()})


def _tell_what_is_left(entries: dict[UUID, Entry]) -> None:
    """Entries whose notices were taken back say what the others say; empty ones go."""
    left = {
        key: (facts, people)
        for key, facts, people in Notice.objects.filter(entry__in=entries)
        .order_by()
        .values_list("entry")
        .annotate(Count("pk"), Count("actor", distinct=True))
    }
    Entry.objects.filter(pk__in=[key for key in entries if key not in left]).delete()
    for key, (facts, people) in left.items():
        entry = entries[key]
        newest = next(iter(Notice.objects.filter(entry=key).order_by("-made_at", "-pk")[:1]))
        faces = _newest_people(key)
        entry.facts_count, entry.people_count = facts, people
        entry.newest, entry.second, entry.third = (*faces, None, None, None)[:3]
        entry.about_kind, entry.about_key, entry.data = newest.about_kind, newest.about_key, newest.data
        entry.latest_at = newest.made_at
    Entry.objects.bulk_update(
        [entries[key] for key in left],
        [
            "facts_count",
            "people_count",
            "newest",
            "second",
            "third",
            "about_kind",
            "about_key",
            "data",
            "latest_at",
        ],
    )


def _newest_people(entry_id: UUID) -> list[UUID]:
    told = Notice.objects.filter(entry=entry_id, actor__isnull=False).order_by()
    newest = told.values("actor").annotate(at=Max("made_at")).order_by("-at")[:3]
    return [row["actor"] for row in newest]
