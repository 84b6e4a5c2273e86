"""How a member wants to be told: by kind, by hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications import policies
from bouquet.capabilities.notifications.engine.frequency import Frequency, due_at
from bouquet.capabilities.notifications.kinds import NoticeKind, notice_kind, notice_kinds
from bouquet.capabilities.notifications.models import Choice, Notice, Rhythm
from bouquet.foundation.clock import clock


@dataclass(frozen=True)
class Ways:
    """The ways by which one kind reaches a member. `mail` is a Frequency."""

    in_inbox: bool
    push: bool
    mail: str

    @property
    def is_any(self) -> bool:
        return self.in_inbox or self.push or self.mail != Frequency.NEVER


def ways_of(kind: NoticeKind, choice: Choice | None) -> Ways:
    """What a member gets of `kind`. What is mandatory is in the inbox and mailed at once, whatever was chosen."""
    if kind.mandatory:
        return Ways(in_inbox=True, push=choice.push if choice else kind.push, mail=Frequency.IMMEDIATE)
    if choice is None:
        return Ways(in_inbox=True, push=kind.push, mail=kind.mail)
    return Ways(in_inbox=choice.in_inbox, push=choice.push, mail=choice.mail)


def ways_for(kind: NoticeKind, recipients: Collection[UUID]) -> dict[UUID, Ways]:
    """The same for many members; one query."""
    chosen = {choice.account_id: choice for choice in Choice.objects.filter(kind=kind.name, account__in=recipients)}
    return {key: ways_of(kind, chosen.get(key)) for key in recipients}


def all_ways(account: Account) -> list[tuple[NoticeKind, Ways]]:
    """Every kind there is, with what `account` gets of it; one query."""
    chosen = {choice.kind: choice for choice in Choice.objects.filter(account=account)}
    return [(kind, ways_of(kind, chosen.get(kind.name))) for kind in notice_kinds()]


def rhythms_of(recipients: Collection[UUID]) -> dict[UUID, Rhythm]:
    """The quiet hours of those who have any; one query."""
    return Rhythm.objects.in_bulk(list(recipients))


@transaction.atomic
def choose(*, account: Account, ways: Mapping[str, Ways]) -> None:
    """Keep what a member wants of each kind; what waits to be mailed or pushed follows the new choice."""
    known = {name: one for name, one in ways.items() if notice_kind(name) is not None}
    Choice.objects.bulk_create(
        [
            Choice(account=account, kind=name, in_inbox=one.in_inbox, push=one.push, mail=one.mail)
            for name, one in known.items()
        ],
        update_conflicts=True,
        unique_fields=["account", "kind"],
        update_fields=["in_inbox", "push", "mail"],
    )
    _let_waiting_follow(account, known)


@transaction.atomic
def stop_mail(*, account: Account, kinds: Iterable[str]) -> None:
    """Mail nothing of `kinds` any more, and nothing that waits; what is mandatory goes on."""
    wanted = set(kinds)
    choose(
        account=account,
        ways={
            kind.name: Ways(in_inbox=one.in_inbox, push=one.push, mail=Frequency.NEVER)
            for kind, one in all_ways(account)
            if kind.name in wanted and not kind.mandatory
        },
    )


@transaction.atomic
def keep_quiet(*, account: Account, start: time | None, end: time | None) -> None:
    """Push and mail nothing between `start` and `end`, in the member's time zone; None for both: at any hour."""
    if start is None or end is None or start == end:
        Rhythm.objects.filter(account=account).delete()
        return
    Rhythm.objects.update_or_create(account=account, defaults={"quiet_from": start, "quiet_until": end})


def _let_waiting_follow(account: Account, ways: Mapping[str, Ways]) -> None:
    waiting = Notice.objects.filter(recipient=account)
    rhythm = rhythms_of([account.pk]).get(account.pk)
    now = clock.now()
    for name, one in ways.items():
        kind = notice_kind(name)
        if kind is None or kind.mandatory:
            continue
        due = due_at(one.mail, told_at=now, zone=account.zone)
        moved = policies.not_before(account, rhythm, due) if due else None
        waiting.filter(kind=name, mail_due_at__isnull=False).update(mail_due_at=moved)
        if not one.push:
            waiting.filter(kind=name, push_due_at__isnull=False).update(push_due_at=None)
