"""Addresses that are told what happens in a room, and what became of each telling."""

from __future__ import annotations

import base64
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from bouquet.capabilities.messaging.models.bot import Bot
from bouquet.capabilities.messaging.models.room import Room
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class HookQuerySet(models.QuerySet["Hook"]):
    def on(self) -> HookQuerySet:
        return self.filter(is_on=True)


class Hook(models.Model):
    """`handed_seq` is the last event of the room it was made deliveries of; `edition` changes its secret. It goes off
    when its address says that it is gone, or did not answer for days.
    """

    class Hears(models.TextChoices):
        EVERYTHING = "all"
        ORDERS = "orders"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="hooks")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    hears = models.CharField(max_length=8, choices=Hears.choices, default=Hears.EVERYTHING)
    edition = models.PositiveIntegerField(default=1)
    handed_seq = models.BigIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    went_off_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)

    objects = HookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.room_id} → {self.address}"

    @property
    def secret_bytes(self) -> bytes:
        """What signs its deliveries: made from the house's key, so that no table holds it."""
        return salted_hmac("messaging.hook", f"{self.pk}:{self.edition}", algorithm="sha256").digest()

    @property
    def secret(self) -> str:
        """The same as people copy it (Standard Webhooks: `whsec_`, Base64)."""
        return f"whsec_{base64.b64encode(self.secret_bytes).decode()}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> DeliveryQuerySet:
        """What waits for its next attempt, where somebody is to be told."""
        return self.filter(state=Delivery.State.WAITING, due_at__lte=at, hook__is_on=True)


class Delivery(models.Model):
    """One event on its way to one address. Its key is the `webhook-id`: the same at every attempt."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    queued_at = models.DateTimeField(null=True)
    status = models.PositiveIntegerField(null=True)
    fault = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=clock.now, db_index=True)
    tried_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "seq"], name="messaging_delivered_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="messaging_deliveries_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq} → {self.hook_id}"
