"""A member's private address for mailing videos: made, renewed, revoked, recognised."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import MailAddress
from bouquet.foundation.clock import clock


def address_of(account: Account) -> str:
    """The member's address, whole; empty when there is none."""
    own = MailAddress.objects.filter(owner=account, revoked_at=None).first()
    return f"{own.secret}@{settings.BOUQUET_MAIL_DOMAIN}" if own else ""


@transaction.atomic
def renew_address(account: Account) -> str:
    """A new address; the one before, if any, takes nothing any more."""
    # Two clicks at once queue up behind the account's row.
    Account.objects.select_for_update().get(pk=account.pk)
    revoke_address(account)
    MailAddress.objects.create(owner=account)
    return address_of(account)


def revoke_address(account: Account) -> None:
    """From now on the address takes nothing."""
    MailAddress.objects.filter(owner=account, revoked_at=None).update(revoked_at=clock.now())


def owner_of(recipient: str) -> Account | None:
    """Whose address `recipient` is; None for unknown and revoked ones, and for members who may send nothing."""
    local, _, domain = recipient.rpartition("@")
    if domain.lower().rstrip(".") != settings.BOUQUET_MAIL_DOMAIN:
        return None
    own = MailAddress.objects.filter(secret=local.lower(), revoked_at=None).select_related("owner").first()
    if own is None or not own.owner.is_active or own.owner.is_erased or own.owner.is_leaving:
        return None
    return own.owner
