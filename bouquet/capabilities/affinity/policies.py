"""What may be learnt about whom, and who may be shown to whom."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.accounts.engine import ages
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.policies import safeguards_of, today
from bouquet.capabilities.affinity.models import Basis, Profile


def profile_of(account: Account) -> Profile:
    """What the member decided; what holds for those who decided nothing is not saved."""
    return Profile.objects.filter(account=account).first() or Profile(account=account)


def basis_for(account: Account, profile: Profile) -> Basis:
    """What suggestions are made from: never from behaviour where the safeguards for young people forbid it, whatever
    was allowed before (guidelines on DSA art. 28: explicit interests only)."""
    basis = Basis(profile.basis)
    if basis is Basis.BEHAVIOUR and not may_allow_behaviour(account):
        return Basis.DECLARED
    return basis


def may_allow_behaviour(account: Account) -> bool:
    """Whether the member may choose it at all."""
    return safeguards_of(account).implicit_interests


def may_learn_from(account_id: UUID) -> bool:
    """Whether what this member does may be kept. One query."""
    chosen = Profile.objects.select_related("account").filter(account=account_id, basis=Basis.BEHAVIOUR).first()
    return chosen is not None and chosen.account.is_active and may_allow_behaviour(chosen.account)


def is_suggestible(account: Account, profile: Profile) -> bool:
    """Whether others may be led to this person: as they decided, else as private as their account is; never the young,
    whom strangers must not find (guidelines on DSA art. 28)."""
    wanted = not account.is_private if profile.is_suggestible is None else profile.is_suggestible
    return wanted and may_be_found(account)


def may_be_found(account: Account) -> bool:
    """Whether strangers may be led to this person, and this person to strangers."""
    return safeguards_of(account).found_by_age_or_place


def age_of(account: Account) -> int | None:
    """Whole years; None when we do not know."""
    return ages.age_on(today(), account.birth_date) if account.birth_date else None
