"""« Pas pour moi », and after all."""

from __future__ import annotations

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.models import Dismissal
from bouquet.foundation.subjects.subject import Ref


def dismiss(*, account: Account, ref: Ref) -> None:
    """Never suggest `ref` (a thing or a person) to them again."""
    Dismissal.objects.get_or_create(account=account, kind=ref.kind, key=ref.key)


def restore(*, account: Account, ref: Ref) -> None:
    """It may be suggested again."""
    Dismissal.objects.filter(account=account, kind=ref.kind, key=ref.key).delete()
