"""People, for those who report and moderate: the kind `accounts.account`."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.actions import suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.profiles import profile_address
from bouquet.foundation.brands.current import address_at, network
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor

ACCOUNT = "accounts.account"


class AccountKind(Kind):
    """A member. To hide one is to suspend them for good: for a while, see `suspending.suspend`."""

    name = ACCOUNT
    label = _("a member")
    icon = "user-round"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        return {account.pk: _subject(account) for account in Account.objects.filter(pk__in=keys, erased_at=None)}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        there: models.QuerySet[Account] = Account.objects.active().not_hidden_from(visitor)
        return set(there.filter(pk__in=keys).values_list("pk", flat=True))

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        """A person bears no label: LABELLED leaves them as they are when all is well."""
        account = Account.objects.filter(pk=key).first()
        if account is None:
            return
        if standing in {Standing.HIDDEN, Standing.REMOVED}:
            suspending.suspend(account=account, until=None, reason=account.suspension_reason)
        else:
            suspending.reinstate(account=account)


def _subject(account: Account) -> Subject:
    return Subject(
        ref=Ref(ACCOUNT, account.pk),
        title=account.display_name,
        address=_address(account),
        author_id=account.pk,
        made_at=account.opened_at,
        text=f"{account.display_name} (@{account.handle})\n{account.bio}".strip(),
        pictures=(account.avatar_large,) if account.avatar_key else (),
        language=account.language,
        standing=Standing.HIDDEN if account.is_suspended else Standing.SHOWN,
    )


def _address(account: Account) -> str:
    """Their page where somebody shows one, else our own; absolute."""
    path = profile_address(account)
    if path.startswith("http"):
        return path
    return address_at(
        network().shown[0].host, reverse("accounts:profile", args=[account.handle], urlconf=settings.ROOT_URLCONF)
    )
