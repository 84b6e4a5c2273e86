"""How tribes are read: always through the person who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.tribes.models.invitation import Invitation
from bouquet.sites.tribes.models.membership import Membership
from bouquet.sites.tribes.models.states import KEEPING, OPENLY, Openness, Standings

if TYPE_CHECKING:
    from bouquet.sites.tribes.models.tribe import Tribe  # noqa: F401 (ruff does not see it in a base class)


class TribeQuerySet(models.QuerySet["Tribe"]):
    """Reads over tribes: `visible_to` for the card, `enterable_by` for what is inside, `listed_for` for lists."""

    def visible_to(self, visitor: Visitor) -> TribeQuerySet:
        """Whose card (name, rules, tags) `visitor` may see at its address. Of a secret one: members and the invited."""
        openly = Q(standing__in=OPENLY) & ~Q(openness=Openness.SECRET)
        if not isinstance(visitor, Account):
            return self.filter(openly)
        inside, invited = _membership_of(visitor), _invitation_of(visitor)
        kept = Q(standing=Standings.HIDDEN) & Exists(inside.filter(role__in=KEEPING))
        return self.filter(openly | Q(standing__in=OPENLY) & (Exists(inside) | Exists(invited)) | kept)

    def enterable_by(self, visitor: Visitor) -> TribeQuerySet:
        """Whose posts, members and events `visitor` may see: open ones, and those they are in."""
        openly = Q(standing__in=OPENLY, openness=Openness.OPEN)
        if not isinstance(visitor, Account):
            return self.filter(openly)
        inside = _membership_of(visitor)
        kept = Q(standing=Standings.HIDDEN) & Exists(inside.filter(role__in=KEEPING))
        return self.filter(openly | Q(standing__in=OPENLY) & Exists(inside) | kept)

    def joined_by(self, account: Account) -> TribeQuerySet:
        """Those `account` is in, as long as no decision closed them."""
        return self.filter(standing__in=OPENLY, memberships__account=account)

    def kept_by(self, account: Account) -> TribeQuerySet:
        """Those `account` looks after, as founder or keeper."""
        return self.filter(~Q(standing=Standings.REMOVED), memberships__account=account, memberships__role__in=KEEPING)

    def findable(self) -> TribeQuerySet:
        """What lists may name to everybody: never a secret one, nor one that is closed and not listed."""
        return self.filter(
            openness__in=(Openness.OPEN, Openness.CLOSED), is_listed=True, standing__in=OPENLY, archived_at=None
        )

    def newest_first(self) -> TribeQuerySet:
        return self.order_by("-id")

    def liveliest_first(self) -> TribeQuerySet:
        """By the posts of the last seven days."""
        return self.order_by("-week_posts", "-id")


def _membership_of(account: Account) -> models.QuerySet[Membership]:
    return Membership.objects.filter(tribe=OuterRef("pk"), account=account)


def _invitation_of(account: Account) -> models.QuerySet[Invitation]:
    return Invitation.objects.filter(tribe=OuterRef("pk"), account=account, declined_at=None)
