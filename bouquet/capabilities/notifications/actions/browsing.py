"""A page of the inbox: as dear for a hundred thousand entries as for fifty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions import reading
from bouquet.capabilities.notifications.actions.showing import Shown, show, whole
from bouquet.capabilities.notifications.engine.cursors import cursor_at, read_cursor
from bouquet.capabilities.notifications.models import Entry
from bouquet.capabilities.notifications.models.entry import EntryQuerySet

PAGE: Final = 30
# Where page after page may not be seen at the moment, the member asks on.
_MOST_LOOKS: Final = 4


@dataclass(frozen=True)
class Page:
    """What is shown, and where it goes on; empty at the end."""

    shown: list[Shown]
    next_cursor: str


def page_of(account: Account, *, only_unread: bool = False, kind: str = "", after: str = "") -> Page:
    """The inbox of `account`, the newest first, from the cursor `after` on.

    What they may not see at the moment is left out, and counted no more; it is looked for again each time.
    """
    if not after:
        _give_back(account)
    entries = Entry.objects.inbox_of(account)
    if only_unread:
        entries = entries.unread()
    if kind:
        entries = entries.filter(kind=kind)
    found: list[Shown] = []
    for _ in range(_MOST_LOOKS):
        rows = list(_from(entries, after)[: PAGE + 1])
        here = rows[:PAGE]
        seen = show(account, [whole(entry) for entry in here])
        _withhold(account, here, seen)
        found += seen
        after = cursor_at(here[-1].latest_at, here[-1].pk) if len(rows) > PAGE else ""
        if found or not after:
            break
    return Page(found, after)


def _from(entries: EntryQuerySet, after: str) -> EntryQuerySet:
    cursor = read_cursor(after)
    if cursor is not None:
        moment, key = cursor
        entries = entries.filter(latest_at__lte=moment).exclude(latest_at=moment, pk__gte=key)
    return entries.order_by("-latest_at", "-pk")


def _withhold(account: Account, rows: list[Entry], seen: list[Shown]) -> None:
    shown = {one.entry.pk for one in seen}
    if unseen := [entry.pk for entry in rows if entry.pk not in shown]:
        reading.withhold(account=account, entry_ids=unseen)


def _give_back(account: Account) -> None:
    """What was hidden from them and is not any more, the newest of it."""
    withheld = Entry.objects.filter(recipient=account, state=Entry.State.WITHHELD).order_by("-latest_at", "-pk")
    if rows := list(withheld[:PAGE]):
        seen = show(account, [whole(entry) for entry in rows])
        if seen:
            reading.give_back(account=account, entry_ids=[one.entry.pk for one in seen])
