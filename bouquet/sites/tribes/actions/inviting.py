"""Invite: one person, or whoever holds a link."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import limiting, wording
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.events import PersonInvited
from bouquet.sites.tribes.models import Invitation, InvitationLink, Tribe

MOST_LINKS = 50


class TooManyLinks(ValueError):
    """A tribe keeps fifty links that still open."""


class CannotBeInvited(PermissionDenied):
    """This person cannot be invited by `by`: a block, a ban, a young member whom strangers do not reach.

    Which of them it is is nobody's business.
    """


@transaction.atomic
def invite(*, tribe: Tribe, account: Account, by: Account, note: str = "") -> Invitation | None:
    """Ask `account` to join. In an open tribe any member may, elsewhere its keepers. None when they are in already.

    Who declined is not asked again by anybody: the answer stands. Raises CannotBeInvited, `limiting.TooFast` and
    `wording.Refused`.
    """
    policies.require_can_invite(by, tribe)
    limiting.require_pace(account=by, verb="invite")
    wording.require_fit(text=note, by=by, ref=None)
    if policies.membership_of(account, tribe) is not None:
        return None
    if not policies.can_be_invited(account, tribe, by=by):
        raise CannotBeInvited
    made, is_new = Invitation.objects.get_or_create(
        tribe=tribe, account=account, defaults={"by": by, "note": note.strip()[:300]}
    )
    if is_new:
        announce(PersonInvited(made.pk))
    return made


@transaction.atomic
def decline(*, invitation: Invitation, by: Account) -> None:
    """No, thank you. PermissionDenied for somebody else's."""
    if invitation.account_id != by.pk:
        raise PermissionDenied
    Invitation.objects.filter(pk=invitation.pk).update(declined_at=clock.now())


@transaction.atomic
def take_back(*, invitation: Invitation, by: Account) -> None:
    """Who invited, or a keeper, takes it back."""
    if invitation.by_id != by.pk:
        policies.require_keeping(by, invitation.tribe)
    invitation.delete()


@transaction.atomic
def make_link(*, tribe: Tribe, by: Account, most_uses: int | None, days: int | None) -> InvitationLink:
    """A link for whoever holds it: `most_uses` and `days` bound it, None leaves it open. Keepers only."""
    policies.require_keeping(by, tribe)
    # One after the other, so that the limit holds.
    Tribe.objects.select_for_update(no_key=True).get(pk=tribe.pk)
    if InvitationLink.objects.filter(tribe=tribe, revoked_at=None).count() >= MOST_LINKS:
        raise TooManyLinks
    expires_at = clock.now() + timedelta(days=days) if days else None
    return InvitationLink.objects.create(tribe=tribe, made_by=by, most_uses=most_uses, expires_at=expires_at)


@transaction.atomic
def revoke_link(*, link: InvitationLink, by: Account) -> None:
    """It lets nobody in any more."""
    policies.require_keeping(by, link.tribe)
    InvitationLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now())
