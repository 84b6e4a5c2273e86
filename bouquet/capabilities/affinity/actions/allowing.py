"""What a member allows, refuses, and has forgotten."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity import policies
from bouquet.capabilities.affinity.actions import signals
from bouquet.capabilities.affinity.models import Affinity, Basis, Dismissal, Profile, Stance, Tag
from bouquet.foundation.clock import clock


class TooYoung(PermissionError):
    """The safeguards for young people allow explicit interests only."""


@transaction.atomic
def choose(*, account: Account, basis: Basis, is_suggestible: bool) -> None:
    """What suggestions are made from, and whether others may be led to them. Behaviour needs this choice (consent,
    GDPR art. 6(1)(a)); to take it back is as easy, and deletes what was learnt at once (art. 7(3), 17(1)(b)).

    Raises TooYoung.
    """
    if basis is Basis.BEHAVIOUR and not policies.may_allow_behaviour(account):
        raise TooYoung
    before = policies.profile_of(account)
    allows = basis is Basis.BEHAVIOUR
    # The date is that of the consent that holds now.
    since = (before.consented_at if before.basis == Basis.BEHAVIOUR else clock.now()) if allows else None
    Profile.objects.update_or_create(
        account=account,
        defaults={
            "basis": basis,
            "consented_at": since,
            "is_suggestible": is_suggestible,
            "changed_at": clock.now(),
        },
    )
    if not allows:
        signals.forget_all_of(account.pk)


@transaction.atomic
def erase(*, account: Account) -> None:
    """Everything that is known of what they like; their choice of what may be used stays."""
    erase_all_of(account.pk, keeps_choices=True)


@transaction.atomic
def erase_all_of(account_id: UUID, *, keeps_choices: bool = False) -> None:
    """Signals, affinities and dismissals; safe to repeat."""
    signals.forget_all_of(account_id)
    mine = Affinity.objects.filter(account=account_id)
    liked = list(mine.filter(stance=Stance.LIKES).values_list("tag_id", flat=True))
    mine.delete()
    Tag.objects.filter(pk__in=liked, people__gt=0).update(people=F("people") - 1)
    Dismissal.objects.filter(account=account_id).delete()
    if keeps_choices:
        Profile.objects.filter(account=account_id).update(changed_at=clock.now())
    else:
        Profile.objects.filter(account=account_id).delete()
