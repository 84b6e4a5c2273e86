"""The outbox: facts written in the transaction that made them true, and what became of each delivery."""

from __future__ import annotations

from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class AnnouncedEvent(models.Model):
    """One fact. `payload` holds the ids of its dataclass as JSON."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=200)
    payload = models.JSONField()
    announced_at = models.DateTimeField(default=clock.now, db_index=True)
    is_settled = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["id"], name="events_unsettled", condition=models.Q(is_settled=False))]

    def __str__(self) -> str:
        return f"{self.name} {self.payload}"


class Delivery(models.Model):
    """An event on its way to one subscriber. Parked after three failures, until the operator has it tried again."""

    class State(models.TextChoices):
        DUE = "due"
        DONE = "done"
        PARKED = "parked"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    event = models.ForeignKey(AnnouncedEvent, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    attempted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="one_delivery_per_subscriber")]
        indexes = [models.Index(fields=["state", "attempted_at"], name="deliveries_by_state")]

    def __str__(self) -> str:
        return f"{self.event} → {self.subscriber}: {self.state}"
