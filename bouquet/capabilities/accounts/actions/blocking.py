"""Block and mute people, and take it back. Everything here may be repeated: once is enough."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.events import AccountBlocked, AccountMuted, AccountUnblocked, AccountUnmuted
from bouquet.capabilities.accounts.models import Account, Block, Mute
from bouquet.foundation.events.announcing import announce


@transaction.atomic
def block(*, account: Account, by: Account) -> None:
    """`by` wants nothing to do with `account`: neither follows nor asks the other any more, everywhere at once.

    Raises PermissionDenied for oneself.
    """
    if account == by:
        raise PermissionDenied
    following.hold_both(account, by)
    _made, is_new = Block.objects.get_or_create(blocker=by, blocked=account)
    if is_new:
        following.part(account, by)
        announce(AccountBlocked(blocker_id=by.pk, blocked_id=account.pk))


@transaction.atomic
def unblock(*, account: Account, by: Account) -> None:
    """They may see each other again. Follows that ended stay ended."""
    deleted, _ = Block.objects.filter(blocker=by, blocked=account).delete()
    if deleted:
        announce(AccountUnblocked(blocker_id=by.pk, blocked_id=account.pk))


@transaction.atomic
def mute(*, account: Account, by: Account) -> None:
    """`by` is no longer told nor shown unasked what `account` does, who never learns of it.

    Raises PermissionDenied for oneself.
    """
    if account == by:
        raise PermissionDenied
    _made, is_new = Mute.objects.get_or_create(muter=by, muted=account)
    if is_new:
        announce(AccountMuted(muter_id=by.pk, muted_id=account.pk))


@transaction.atomic
def unmute(*, account: Account, by: Account) -> None:
    """What they do is shown and told again."""
    deleted, _ = Mute.objects.filter(muter=by, muted=account).delete()
    if deleted:
        announce(AccountUnmuted(muter_id=by.pk, muted_id=account.pk))


@transaction.atomic
def forget_all_of(*, account: Account) -> None:
    """The account is being erased: whom it blocked and muted, and who did so to it, is nobody's concern any more."""
    Block.objects.filter(blocker=account).delete()
    Block.objects.filter(blocked=account).delete()
    Mute.objects.filter(muter=account).delete()
    Mute.objects.filter(muted=account).delete()
