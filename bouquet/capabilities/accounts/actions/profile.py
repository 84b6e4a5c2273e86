"""Change what an account says of itself."""

from __future__ import annotations

from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.engine import pictures
from bouquet.capabilities.accounts.events import AccountChanged
from bouquet.capabilities.accounts.models import Account, FormerHandle
from bouquet.capabilities.accounts.models.account import AVATAR_SIZES
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.store import store


@transaction.atomic
def describe(*, account: Account, display_name: str, bio: str, country: str, language: str, time_zone: str) -> None:
    """What others see of a member, and where and in which language they live.

    Only this is written: what was counted or decided about the account since it was read stays.
    """
    account.display_name, account.bio = display_name, bio
    account.country, account.language, account.time_zone = country, language, time_zone
    account.save(update_fields=["display_name", "bio", "country", "language", "time_zone"])
    announce(AccountChanged(account_id=account.pk))


@transaction.atomic
def change_handle(*, account: Account, handle: str) -> None:
    """Take another handle; the old one leads here still. Once in thirty days, else ValidationError."""
    wanted = policies.require_free_handle(handle, of=account)
    if wanted == account.handle:
        return
    free_at = account.may_change_handle_at()
    if free_at:
        day = date_format(localtime(free_at, account.zone))
        raise ValidationError(_("You can change your handle again on %(day)s.") % {"day": day}, code="too_soon")
    now = clock.now()
    try:
        with transaction.atomic():
            FormerHandle.objects.filter(handle=wanted, account=account).delete()
            FormerHandle.objects.create(handle=account.handle, account=account)
            Account.objects.filter(pk=account.pk).update(handle=wanted, handle_changed_at=now)
    except IntegrityError:
        # Somebody took it between the check and the write: asked again, the policy says so.
        policies.require_free_handle(wanted, of=account)
        raise
    account.handle, account.handle_changed_at = wanted, now
    announce(AccountChanged(account_id=account.pk))


def change_picture(*, account: Account, source: BinaryIO) -> None:
    """A new avatar from any picture. Raises `pictures.NotAPicture`; the old one stays then."""
    sizes = pictures.squares(pictures.open_picture(source), AVATAR_SIZES)
    # A new address each time, so that copies may be cached for ever.
    key = f"public/avatars/{new_code()}"
    for size, content in sizes.items():
        store().put_bytes(content, f"{key}/{size}.webp")
    _set_picture(account, key)


def remove_picture(*, account: Account) -> None:
    """No avatar: the initials are drawn instead."""
    _set_picture(account, "")


@transaction.atomic
def change_privacy(*, account: Account, is_private: bool) -> None:
    """Close the account to strangers, or open it; opening lets in everybody who waits."""
    account.is_private = is_private
    account.save(update_fields=["is_private"])
    announce(AccountChanged(account_id=account.pk))
    if not is_private:
        following.accept_all(by=account)


@transaction.atomic
def _set_picture(account: Account, key: str) -> None:
    before, account.avatar_key = account.avatar_key, key
    account.save(update_fields=["avatar_key"])
    announce(AccountChanged(account_id=account.pk))
    if before:
        transaction.on_commit(lambda: store().delete_tree(before))
