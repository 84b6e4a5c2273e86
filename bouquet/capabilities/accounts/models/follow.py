"""Who follows whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bouquet.capabilities.accounts.models.account import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class FollowQuerySet(models.QuerySet["Follow"]):
    def accepted(self) -> FollowQuerySet:
        return self.filter(accepted_at__isnull=False)

    def waiting(self) -> FollowQuerySet:
        """Requests that a private account has not answered yet."""
        return self.filter(accepted_at=None)


class Follow(models.Model):
    """`follower` follows `followed`; a request while `accepted_at` is empty. "Followers" means accepted ones."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    follower = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="followings")
    followed = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="followings_of_them")
    asked_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="accounts_follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followed")), name="accounts_follow_others_only"),
        ]
        indexes = [
            models.Index(fields=["followed", "accepted_at"], name="accounts_followers_of"),
            models.Index(fields=["follower", "accepted_at"], name="accounts_followed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}{'' if self.accepted_at else ' (asked)'}"

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None
