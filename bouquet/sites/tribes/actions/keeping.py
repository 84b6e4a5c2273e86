"""What the founder and the keepers do to members."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions.joining import take_out
from bouquet.sites.tribes.events import RoleGiven, TribeChanged
from bouquet.sites.tribes.models import Ask, Ban, Invitation, Membership, Role, Tribe, Verdict


@transaction.atomic
def give_role(*, tribe: Tribe, account: Account, role: str, by: Account) -> None:
    """The founder makes a member keeper, or member again; or hands the tribe over, and becomes a keeper."""
    held = Membership.objects.select_for_update().filter(tribe=tribe)
    # Whoever hands it over does so once: a second time, they are its founder no more.
    mine = held.filter(account=by, role=Role.FOUNDER).first()
    theirs = held.filter(account=account).first()
    if mine is None or theirs is None or theirs.pk == mine.pk:
        raise PermissionDenied
    if theirs.role == role:
        return
    if role == Role.FOUNDER:
        # First mine: a tribe has one founder, says the database.
        mine.role = Role.KEEPER
        mine.save(update_fields=["role"])
    theirs.role = Role(role)
    theirs.save(update_fields=["role"])
    if role != Role.MEMBER:
        announce(RoleGiven(tribe.pk, account.pk, role))


@transaction.atomic
def send_away(*, tribe: Tribe, account: Account, by: Account) -> None:
    """Out of the tribe; they may come back as anybody may. Only the founder sends keepers away."""
    _require_may_remove(tribe, account, by)
    take_out(tribe=tribe, account_id=account.pk)


@transaction.atomic
def ban(*, tribe: Tribe, account: Account, by: Account, reason: str = "") -> Ban:
    """Out of the tribe, and not back in until it is lifted: not by a link, a request or an invitation either."""
    _require_may_remove(tribe, account, by)
    made, _is_new = Ban.objects.update_or_create(
        tribe=tribe, account=account, defaults={"by": by, "reason": reason.strip()[:500]}
    )
    Invitation.objects.filter(tribe=tribe, account=account).delete()
    Ask.objects.filter(tribe=tribe, account=account, verdict=Verdict.WAITING).update(
        verdict=Verdict.DECLINED, decided_by=by, decided_at=clock.now()
    )
    take_out(tribe=tribe, account_id=account.pk)
    return made


@transaction.atomic
def lift_ban(*, ban: Ban, by: Account) -> None:
    """They may come back as anybody may."""
    policies.require_keeping(by, ban.tribe)
    ban.delete()


@transaction.atomic
def archive(*, tribe: Tribe, by: Account) -> None:
    """Read only from now on, in no list. Safe to repeat."""
    policies.require_founder(by, tribe)
    if Tribe.objects.filter(pk=tribe.pk, archived_at=None).update(archived_at=clock.now()):
        announce(TribeChanged(tribe.pk))


@transaction.atomic
def reopen(*, tribe: Tribe, by: Account) -> None:
    """As it was before it was archived."""
    policies.require_founder(by, tribe)
    if Tribe.objects.filter(pk=tribe.pk, archived_at__isnull=False).update(archived_at=None):
        announce(TribeChanged(tribe.pk))


def _require_may_remove(tribe: Tribe, account: Account, by: Account) -> None:
    mine = policies.require_keeping(by, tribe)
    theirs = policies.membership_of(account, tribe)
    if account == by or (theirs is not None and (theirs.is_founder or (theirs.is_keeping and not mine.is_founder))):
        raise PermissionDenied
