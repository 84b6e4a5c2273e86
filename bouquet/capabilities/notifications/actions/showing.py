"""Entries as people read them: who, what, where it leads; nothing of what the member may not see at the moment."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications import policies
from bouquet.capabilities.notifications.kinds import Group, Line, NoticeKind, notice_kind
from bouquet.capabilities.notifications.models import Entry, Notice
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Subject

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """One thing to say: an entry as it stands, or the part of it that a mail or push is about."""

    entry: Entry
    about: Ref
    people: Sequence[UUID]
    people_count: int
    facts_count: int
    data: Mapping[str, Any]
    latest_at: datetime


@dataclass(frozen=True)
class Shown:
    """What a page, a mail or a push shows of an entry."""

    entry: Entry
    kind: NoticeKind
    line: Line
    group: Group

    @property
    def people(self) -> tuple[Account, ...]:
        return self.group.people

    @property
    def lead(self) -> str:
        """The people, where the sentence begins with them: they stand out."""
        names = self.group.names
        return names if names and self.line.text.startswith(names) else ""

    @property
    def rest(self) -> str:
        return self.line.text[len(self.lead) :]


def whole(entry: Entry) -> Told:
    """All that an entry tells."""
    return Told(entry, entry.about, entry.faces, entry.people_count, entry.facts_count, entry.data, entry.latest_at)


def part(entry: Entry, notices: Sequence[Notice]) -> Told:
    """What these notices of an entry tell, and no others."""
    latest = max(notices, key=lambda one: (one.made_at, one.pk))
    newest_first = sorted(notices, key=lambda one: (one.made_at, one.pk), reverse=True)
    people = list(dict.fromkeys(one.actor_id for one in newest_first if one.actor_id is not None))
    return Told(entry, latest.about, people[:3], len(people), len(notices), latest.data, latest.made_at)


def show(account: Account, told: Sequence[Told], *, sight: Collection[Ref] | None = None) -> list[Shown]:
    """What `account` may read of `told` at the moment, in the language of the moment and in the same order.

    Left out: what they may not see, what only people they hear nothing of have done, kinds nobody knows any more.
    `sight` is what they may see, where that is known already.
    """
    if sight is None:
        sight = policies.in_sight(account, [(one.entry.kind, one.about) for one in told])
    unheard = policies.unheard_by(account)
    found = registry.subjects({one.about for one in told if one.about in sight})
    people = Account.objects.in_bulk({key for one in told for key in one.people if key not in unheard})
    return [
        one
        for each in told
        if each.about in sight
        if (one := _shown(account, each, found, people, unheard)) is not None
    ]


def _shown(
    account: Account,
    told: Told,
    found: Mapping[Ref, Subject],
    people: Mapping[UUID, Account],
    unheard: Collection[UUID],
) -> Shown | None:
    kind = notice_kind(told.entry.kind)
    if kind is None or (kind.checks_sight and told.about not in found):
        return None
    faces = tuple(people[key] for key in told.people if key in people)
    if told.people_count and not faces:
        return None
    left_out = sum(key in unheard for key in told.people)
    group = Group(
        kind=kind.name,
        recipient=account,
        about=told.about,
        subject=found.get(told.about),
        people=faces,
        people_count=max(len(faces), told.people_count - left_out),
        facts_count=told.facts_count,
        data=told.data,
        latest_at=told.latest_at,
    )
    try:
        return Shown(told.entry, kind, kind.sentence(group), group)
    except Exception:
        # One sentence that fails must not take the inbox of everybody away.
        logger.exception("The sentence of %s failed for the entry %s", kind.name, told.entry.pk)
        return None
