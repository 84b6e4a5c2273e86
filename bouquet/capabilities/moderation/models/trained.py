"""The classifier that was trained last."""

from __future__ import annotations

from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class TrainedModel(models.Model):
    """Its arrays lie in the store under `key`; every process fetches them once."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    good = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    trained_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["name", "trained_at"], name="moderation_last_trained")]

    def __str__(self) -> str:
        return f"{self.name} ({self.good} + {self.bad})"
