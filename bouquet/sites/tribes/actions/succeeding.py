"""Who looks after a tribe when its founder goes."""

from __future__ import annotations

from django.db import transaction

from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes.events import RoleGiven, TribeChanged
from bouquet.sites.tribes.models import Membership, Role, Tribe


@transaction.atomic
def succeed(*, tribe: Tribe) -> None:
    """The oldest keeper becomes the founder, else the oldest member; without anybody the tribe is archived.

    Whoever is away (leaving the network, suspended) is passed over as long as somebody else is there.
    Safe to repeat: a tribe that has its founder keeps them.
    """
    people = Membership.objects.filter(tribe=tribe).select_for_update()
    if people.filter(role=Role.FOUNDER).exists():
        return
    here = people.filter(is_away=False)
    heir = (
        here.filter(role=Role.KEEPER).order_by("joined_at", "id").first()
        or here.order_by("joined_at", "id").first()
        or people.order_by("joined_at", "id").first()
    )
    if heir is None:
        Tribe.objects.filter(pk=tribe.pk, archived_at=None).update(archived_at=clock.now())
        announce(TribeChanged(tribe.pk))
        return
    heir.role = Role.FOUNDER
    heir.save(update_fields=["role"])
    announce(RoleGiven(tribe.pk, heir.account_id, Role.FOUNDER))
