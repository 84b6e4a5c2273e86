"""What a member does in the inbox."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions.waking import wake
from bouquet.capabilities.notifications.models import Entry
from bouquet.foundation.clock import clock


@transaction.atomic
def mark_read(*, account: Account, entry_id: UUID) -> None:
    """One entry; what comes after begins another."""
    if Entry.objects.filter(recipient=account, pk=entry_id, read_at=None).update(read_at=clock.now()):
        wake([account.pk])


@transaction.atomic
def mark_all_read(*, account: Account, until: datetime) -> int:
    """Everything that stood in the inbox at `until`; what came later was not seen and stays unread."""
    shown = Entry.objects.inbox_of(account).unread().filter(latest_at__lte=until)
    marked = shown.update(read_at=clock.now())
    if marked:
        wake([account.pk])
    return marked


@transaction.atomic
def remove(*, account: Account, entry_id: UUID) -> bool:
    """Out of the inbox; `put_back` brings it back."""
    removed = Entry.objects.inbox_of(account).filter(pk=entry_id)
    removed.unread().update(read_at=clock.now())
    if removed.update(state=Entry.State.REMOVED):
        wake([account.pk])
        return True
    return False


@transaction.atomic
def put_back(*, account: Account, entry_id: UUID) -> None:
    """As it was, and read."""
    removed = Entry.objects.filter(recipient=account, pk=entry_id, state=Entry.State.REMOVED)
    removed.update(state=Entry.State.SHOWN)


@transaction.atomic
def withhold(*, account: Account, entry_ids: Collection[UUID]) -> None:
    """The badge must not count what the member may not see at the moment."""
    if Entry.objects.inbox_of(account).filter(pk__in=entry_ids).update(state=Entry.State.WITHHELD):
        wake([account.pk])


@transaction.atomic
def give_back(*, account: Account, entry_ids: Collection[UUID]) -> None:
    """What they may see again, stands where it stood."""
    withheld = Entry.objects.filter(recipient=account, pk__in=entry_ids, state=Entry.State.WITHHELD)
    if withheld.update(state=Entry.State.SHOWN):
        wake([account.pk])
