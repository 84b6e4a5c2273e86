"""Name moderators."""

from __future__ import annotations

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import auditing
from bouquet.capabilities.moderation.models import Moderator
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref


@transaction.atomic
def name(*, account: Account, by: Account | None) -> Moderator:
    """The desk is open to `account`. Safe to repeat."""
    made, is_new = Moderator.objects.get_or_create(account=account, defaults={"named_by": by, "named_at": clock.now()})
    if is_new:
        Account.objects.filter(pk=account.pk).update(moderates=True)
        auditing.log("moderator.named", by=by, ref=Ref("accounts.account", account.pk))
    return made


@transaction.atomic
def dismiss(*, account: Account, by: Account | None) -> None:
    """The desk is closed to them; what they decided stands."""
    deleted, _ = Moderator.objects.filter(pk=account.pk).delete()
    if deleted:
        Account.objects.filter(pk=account.pk).update(moderates=False)
        auditing.log("moderator.dismissed", by=by, ref=Ref("accounts.account", account.pk))
