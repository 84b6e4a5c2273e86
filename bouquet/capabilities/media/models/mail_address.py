"""A member's private e-mail address: what is mailed there becomes a private draft."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

# Local parts are compared without case by many mailers, so one case only: 20 symbols of 31, 99 bits.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_local_part() -> str:
    """A secret that survives mailers which change case."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(20))


class MailAddress(models.Model):
    """One address of one member. A revoked one is kept, so that it is never given again."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_addresses")
    secret = models.CharField(max_length=40, unique=True, default=new_local_part)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "mail addresses"
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(revoked_at=None), name="media_one_mail_address")
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}"


class MailedMessage(models.Model):
    """A message that was taken, known by a digest: a mailer may deliver it again."""

    digest = models.CharField(max_length=64, primary_key=True)
    taken_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.digest
