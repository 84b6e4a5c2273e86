"""Suspend an account, until a day or for good, and reinstate it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bouquet.capabilities.accounts.actions import signing_in
from bouquet.capabilities.accounts.events import AccountReinstated, AccountSuspended
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce


@transaction.atomic
def suspend(*, account: Account, until: datetime | None, reason: str) -> None:
    """Nobody signs in to it, on any brand, and others see nothing of it, until `until`; None is for good.

    `reason` is a sentence for the member, in their language, shown when they try to sign in. Repeated, the last
    decision counts. Nothing happens to an erased account.
    """
    held = Account.objects.select_for_update().filter(pk=account.pk, erased_at=None).first()
    if held is None:
        return
    was_active = held.is_active
    held.is_active, held.suspended_until, held.suspension_reason = False, until, reason[:500]
    held.suspended_at = clock.now() if was_active or held.suspended_at is None else held.suspended_at
    held.save(update_fields=["is_active", "suspended_at", "suspended_until", "suspension_reason"])
    _copy_to(account, held)
    signing_in.end_all(held)
    if was_active:
        announce(AccountSuspended(held.pk))


@transaction.atomic
def reinstate(*, account: Account) -> None:
    """All is as it was. Safe to repeat."""
    held = Account.objects.select_for_update().filter(pk=account.pk, erased_at=None, is_active=False).first()
    if held is None:
        return
    held.is_active, held.suspended_at, held.suspended_until, held.suspension_reason = True, None, None, ""
    held.save(update_fields=["is_active", "suspended_at", "suspended_until", "suspension_reason"])
    _copy_to(account, held)
    announce(AccountReinstated(held.pk))


def lift_what_is_due() -> None:
    """A chore: suspensions end by themselves."""
    for account in Account.objects.filter(is_active=False, erased_at=None, suspended_until__lte=clock.now()):
        _lift(account)


@transaction.atomic
def _lift(account: Account) -> None:
    # Asked again behind the lock: a moderator may have made it longer meanwhile.
    due = Account.objects.select_for_update().filter(pk=account.pk, suspended_until__lte=clock.now())
    held = due.first()
    if held is not None:
        reinstate(account=held)


def _copy_to(account: Account, held: Account) -> None:
    """The caller's copy tells the same as the row."""
    for name in ("is_active", "suspended_at", "suspended_until", "suspension_reason"):
        setattr(account, name, getattr(held, name))
