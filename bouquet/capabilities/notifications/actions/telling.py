"""Tell members what happened: `tell(kind="comments.reply", recipients=[…], actor=…, about=…, fact="reply:…")`.

Each `fact` reaches a member once, however often it is told: a job that was killed is simply run again. Recipients are
taken a thousand at a time, each thousand in one transaction and with the same few queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.policies import who_may_be_written_to
from bouquet.capabilities.notifications import policies
from bouquet.capabilities.notifications.actions.choosing import Ways, rhythms_of, ways_for
from bouquet.capabilities.notifications.actions.waking import wake
from bouquet.capabilities.notifications.engine.frequency import due_at
from bouquet.capabilities.notifications.events import PushesDue
from bouquet.capabilities.notifications.kinds import NoticeKind, notice_kind
from bouquet.capabilities.notifications.models import Device, Entry, Notice
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref

BATCH = 1000
_LONGEST = 200


@dataclass(frozen=True)
class _Fact:
    """What happened, as it is told to everybody."""

    kind: NoticeKind
    actor: UUID | None
    about: Ref
    name: str
    group: str
    data: dict[str, Any]
    at: datetime = field(default_factory=clock.now)


def tell(
    *,
    kind: str,
    recipients: Iterable[UUID],
    actor: UUID | None,
    about: Ref,
    fact: str,
    group: str = "",
    data: Mapping[str, Any] | None = None,
) -> int:
    """Tell `recipients` that `actor` (None: nobody in particular) did something to `about`; returns how many are told.

    `fact` names what happened, at most 200 characters: telling it twice tells it once. Facts of one kind and `group`
    are one entry while it is unread; an empty `group` is what they are about. `data` are JSON values for the sentence.
    Never told: the actor, whoever is blocked by them or blocks or mutes them, who is not here, who may not see `about`
    (`policies.who_may_see`), who turned the kind off, and of a kind that `speaks`, young members to whom the actor is a
    stranger. KeyError for a kind nobody registered.
    """
    known = notice_kind(kind)
    if known is None:
        raise KeyError(kind)
    if not 0 < len(fact) <= _LONGEST or len(group) > _LONGEST:
        raise ValueError(f"A fact has 1 to {_LONGEST} characters, a group at most as many: {fact!r}, {group!r}")
    told = _Fact(known, actor, about, fact, group or f"{about.kind}:{about.key}", dict(data or {}))
    return sum(_tell(told, batch) for batch in _batches(recipients))


def _batches(recipients: Iterable[UUID]) -> Iterator[list[UUID]]:
    waiting = iter(recipients)
    while batch := list(dict.fromkeys(islice(waiting, BATCH))):
        # In one order, so that two tellers never wait for each other.
        yield sorted(batch)


@transaction.atomic
def _tell(told: _Fact, recipients: list[UUID]) -> int:
    apart = policies.apart_from(told.actor, recipients)
    here = [account for account in policies.reachable(told.kind, recipients) if account.pk not in apart]
    if told.kind.speaks and told.actor is not None:
        here = who_may_be_written_to(here, by=told.actor)
    if told.kind.checks_sight:
        here = list(policies.who_may_see(told.about, here))
    ways = ways_for(told.kind, [account.pk for account in here])
    notices = _notices(told, [account for account in here if ways[account.pk].is_any], ways)
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    fresh = {
        recipient: key
        for key, recipient in Notice.objects.filter(pk__in=[one.pk for one in notices]).values_list("pk", "recipient")
    }
    if not fresh:
        return 0
    entries = _open_entries(told, sorted(fresh), ways)
    _join(told, entries, fresh.values(), ways)
    if any(one.push_due_at is not None and one.push_due_at <= told.at and one.pk in fresh.values() for one in notices):
        announce(PushesDue(told.name))
    wake(fresh)
    return len(fresh)


def _notices(told: _Fact, here: Collection[Account], ways: Mapping[UUID, Ways]) -> list[Notice]:
    keys = [account.pk for account in here]
    rhythms = rhythms_of(keys)
    pushed = set(Device.objects.listening().filter(account__in=keys).values_list("account", flat=True))
    made = []
    for account in sorted(here, key=lambda one: one.pk):
        way = ways[account.pk]
        soon = told.at if told.kind.breaks_quiet else policies.not_before(account, rhythms.get(account.pk), told.at)
        mail = due_at(way.mail, told_at=told.at, zone=account.zone)
        if mail is not None:
            urgent = told.kind.breaks_quiet
            mail = told.at if urgent else policies.not_before(account, rhythms.get(account.pk), mail)
        made.append(
            Notice(
                recipient=account,
                fact=told.name,
                kind=told.kind.name,
                actor_id=told.actor,
                about_kind=told.about.kind,
                about_key=told.about.key,
                data=told.data,
                made_at=told.at,
                mail_due_at=mail,
                push_due_at=soon if way.push and account.pk in pushed else None,
            )
        )
    return made


def _open_entries(told: _Fact, recipients: list[UUID], ways: Mapping[UUID, Ways]) -> dict[UUID, UUID]:
    """Recipient → the entry that gathers this kind and group, locked; made where there is none."""
    entries = Entry.objects.open_for(recipients, kind=told.kind.name, group=told.group)
    found = set(entries.values_list("recipient", flat=True))
    missing = [
        Entry(
            recipient_id=recipient,
            kind=told.kind.name,
            group=told.group,
            about_kind=told.about.kind,
            about_key=told.about.key,
            latest_at=told.at,
            state=Entry.State.SHOWN if ways[recipient].in_inbox else Entry.State.UNLISTED,
        )
        for recipient in recipients
        if recipient not in found
    ]
    # Another teller may make the same one meanwhile: then there is one, and both join it.
    Entry.objects.bulk_create(missing, ignore_conflicts=True)
    locked = entries.select_for_update().order_by("pk").values_list("recipient", "pk")
    return dict(locked)


def _join(told: _Fact, entries: Mapping[UUID, UUID], notices: Collection[UUID], ways: Mapping[UUID, Ways]) -> None:
    """Put the notices into their entries, and what they tell onto them."""
    keys = list(entries.values())
    mine = Entry.objects.filter(pk__in=keys)
    if told.actor is not None:
        met = set(Notice.objects.filter(entry__in=keys, actor=told.actor).values_list("entry", flat=True))
        new = [key for key in keys if key not in met]
        Entry.objects.filter(pk__in=new).update(people_count=F("people_count") + 1)
        mine.filter(second=told.actor).exclude(newest=told.actor).update(second=F("newest"), newest=told.actor)
        others = mine.exclude(newest=told.actor)
        others.update(third=F("second"), second=F("newest"), newest=told.actor)
    entry = Entry.objects.filter(
        recipient=OuterRef("recipient"), kind=told.kind.name, group=told.group, read_at=None
    ).values("pk")[:1]
    Notice.objects.filter(pk__in=list(notices)).update(entry=entry)
    mine.update(
        facts_count=F("facts_count") + 1,
        latest_at=told.at,
        about_kind=told.about.kind,
        about_key=told.about.key,
        data=told.data,
    )
    listed = [key for recipient, key in entries.items() if ways[recipient].in_inbox]
    Entry.objects.filter(pk__in=listed).exclude(state=Entry.State.SHOWN).update(state=Entry.State.SHOWN)
