"""An invitation that is an address: whoever opens it may come in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.models import Room
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key


class LinkQuerySet(models.QuerySet["Link"]):
    def open(self) -> LinkQuerySet:
        """Those that still let somebody in."""
        now = clock.now()
        left = Q(most_uses__isnull=True) | Q(uses__lt=F("most_uses"))
        return self.filter(left, revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))


class Link(models.Model):
    """`by` answers for whoever comes in: what they may not do themselves, their link does not do either."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=16, unique=True, default=new_code)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    most_uses = models.PositiveIntegerField(null=True)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["room", "-made_at"], name="chat_links_of_room")]

    def __str__(self) -> str:
        return self.code
