"""Who is in a tribe, and who may not come back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.sites.tribes.models.states import KEEPING, Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads over memberships."""

    def keeping(self) -> MembershipQuerySet:
        """Of the founder and the keepers."""
        return self.filter(role__in=KEEPING)

    def in_order(self) -> MembershipQuerySet:
        """The founder, the keepers, then the members, the oldest first."""
        rank = models.Case(models.When(role=Role.FOUNDER, then=0), models.When(role=Role.KEEPER, then=1), default=2)
        return self.annotate(rank=rank).order_by("rank", "joined_at", "id")


class Membership(models.Model):
    """One member of one tribe. `rings_bell`: tell them of every new post. `is_away`: they left the network for now."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    tribe = models.ForeignKey("tribes.Tribe", on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=clock.now)
    rings_bell = models.BooleanField(default=False)
    is_away = models.BooleanField(default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tribe", "account"], name="tribes_member_once"),
            models.UniqueConstraint(fields=["tribe"], condition=Q(role="founder"), name="tribes_one_founder"),
        ]
        indexes = [
            models.Index(fields=["account", "tribe"], name="tribes_of_a_member"),
            models.Index(fields=["tribe", "role", "joined_at"], name="tribes_members_by_role"),
            models.Index(fields=["tribe", "-id"], name="tribes_members_newest"),
            models.Index(fields=["tribe", "rings_bell", "account"], name="tribes_who_rings"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.tribe_id} ({self.role})"

    @property
    def is_founder(self) -> bool:
        return self.role == Role.FOUNDER

    @property
    def is_keeping(self) -> bool:
        return self.role in KEEPING


class Ban(models.Model):
    """Somebody who may not be in a tribe any more, until a keeper lifts it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    tribe = models.ForeignKey("tribes.Tribe", on_delete=models.CASCADE, related_name="bans")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tribe_bans")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    banned_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tribe", "account"], name="tribes_ban_once")]

    def __str__(self) -> str:
        return f"{self.account_id} not in {self.tribe_id}"
