"""A thing to be told of, which anybody may see or not, and the kinds of notice about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import ngettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications import kinds
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.capabilities.notifications.kinds import Frequency, Group, Line, NoticeKind, register_notice
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject

THING = "tests.thing"


class Things(Kind):
    """Everybody sees them, but for those in `unseen_by`; a closed one only those in `only`."""

    name, label, icon = THING, "a thing", "box"

    def __init__(self) -> None:
        self.there: set[UUID] = set()
        self.unseen_by: set[UUID | None] = set()
        self.only: set[UUID] | None = None

    def make(self) -> Ref:
        key = new_key()
        self.there.add(key)
        return Ref(THING, key)

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        return {
            key: Subject(Ref(THING, key), "A walk by the sea", f"/things/{key}", None, datetime(2026, 1, 1, tzinfo=UTC))
            for key in keys
            if key in self.there
        }

    def visible_to(self, visitor: Any, keys: Collection[UUID]) -> set[UUID]:
        who = getattr(visitor, "pk", None)
        if who in self.unseen_by or (self.only is not None and who not in self.only):
            return set()
        return self.there & set(keys)

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        self.there.discard(key)


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    """The only kind of thing besides what the house has."""
    kind = Things()
    monkeypatch.setitem(registry._kinds, THING, kind)
    return kind


def replied(group: Group) -> Line:
    text = ngettext("%(names)s replied about %(title)s", "%(names)s have replied about %(title)s", group.people_count)
    return Line(text % {"names": group.names, "title": group.title}, group.address)


def decided(group: Group) -> Line:
    return Line(f"A decision: {group.data.get('decision', '?')}", "/decisions/1")


@pytest.fixture(autouse=True)
def notice_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Kinds of these tests, and no others."""
    monkeypatch.setattr(kinds, "_kinds", {})
    register_notice(
        NoticeKind(name="tests.reply", label="Replies to me", icon="reply", sentence=replied, mail=Frequency.IMMEDIATE)
    )
    register_notice(
        NoticeKind(name="tests.like", label="Likes", icon="heart", sentence=replied, mail=Frequency.DAILY, push=False)
    )
    register_notice(
        NoticeKind(name="tests.week", label="This week", icon="calendar", sentence=replied, mail=Frequency.WEEKLY)
    )
    register_notice(
        NoticeKind(
            name="tests.decision", label="Decisions", icon="gavel", sentence=decided, mandatory=True, urgent=True
        )
    )
    yield


def reply(
    to: Account | list[Account],
    by: Account | None,
    about: Ref,
    fact: str = "",
    *,
    kind: str = "tests.reply",
    **more: Any,
) -> int:
    """Somebody did something to a thing."""
    recipients = [one.pk for one in (to if isinstance(to, list) else [to])]
    return tell(
        kind=kind,
        recipients=recipients,
        actor=by.pk if by else None,
        about=about,
        fact=fact or f"{kind}:{new_key()}",
        **more,
    )
