"""A browser that takes pushes (W3C Push API). It stops with the sign-in it was made in."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.accounts.models import Account, SignIn
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class DeviceQuerySet(models.QuerySet["Device"]):
    def listening(self) -> DeviceQuerySet:
        """Devices on which their member is still signed in."""
        return self.filter(sign_in__in=SignIn.objects.open())


class Device(models.Model):
    """`endpoint` is where its push service takes messages; `p256dh` and `auth` are what they are encrypted with
    (RFC 8291), both in base64url."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="push_devices")
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.TextField(max_length=1000)
    # SHA-256 of the endpoint, which is too long for an index.
    digest = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.sign_in.device} of {self.account_id}"
