"""Ways into a tribe: a link for many, a word to one person."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key


class InvitationLink(models.Model):
    """Whoever holds the address may join, `most_uses` times (None: any number), until `expires_at` (None: for ever)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=22, unique=True, default=partial(new_code, 16), editable=False)
    tribe = models.ForeignKey("tribes.Tribe", on_delete=models.CASCADE, related_name="links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    most_uses = models.PositiveIntegerField(null=True)
    uses = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tribe", "-id"], name="tribes_links")]

    def __str__(self) -> str:
        return f"{self.code} → {self.tribe_id}"

    def opens_at(self, moment: datetime) -> bool:
        """Whether it still lets somebody in."""
        return (
            self.revoked_at is None
            and (self.expires_at is None or self.expires_at > moment)
            and (self.most_uses is None or self.uses < self.most_uses)
        )

    @property
    def is_usable(self) -> bool:
        return self.opens_at(clock.now())


class Invitation(models.Model):
    """One person was asked to join, and has not answered."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    tribe = models.ForeignKey("tribes.Tribe", on_delete=models.CASCADE, related_name="invitations")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tribe_invitations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    invited_at = models.DateTimeField(default=clock.now)
    # Who declined is not asked again.
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tribe", "account"], name="tribes_invited_once")]
        indexes = [models.Index(fields=["account", "declined_at", "-id"], name="tribes_invitations_of")]

    def __str__(self) -> str:
        return f"{self.account_id} into {self.tribe_id}"
