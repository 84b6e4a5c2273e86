"""Models that were trained. The newest row is the one in use: to switch is to add a row."""

from __future__ import annotations

from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class TrainedModel(models.Model):
    """A file of arrays in the store, whole before its row exists."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    file_key = models.CharField(max_length=120)
    method = models.CharField(max_length=8)
    members = models.PositiveIntegerField()
    tags = models.PositiveIntegerField()
    items = models.PositiveIntegerField()
    # What was known when its data was read: later changes are for the next one.
    read_at = models.DateTimeField(default=clock.now)
    # A digest of the data and the method: the same data makes no second model.
    digest = models.CharField(max_length=64)

    class Meta:
        get_latest_by = "id"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.method} of {self.read_at:%Y-%m-%d %H:%M}"
