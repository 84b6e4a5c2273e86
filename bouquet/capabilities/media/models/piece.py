"""A piece: a stretch of a long video, transcoded apart by whichever worker is free."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.media.models.asset import Asset
from bouquet.foundation.ids.keys import new_key


class Piece(models.Model):
    """Seconds `start_seconds` to `end_seconds`; what was made of it waits in the store below `folder`."""

    class State(models.TextChoices):
        DUE = "due"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="pieces")
    index = models.PositiveIntegerField()
    start_seconds = models.FloatField()
    end_seconds = models.FloatField()
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=5, choices=State, default=State.DUE)
    percent = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=80, blank=True)
    heartbeat_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["asset", "index"], name="media_piece_index")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.index}"

    @property
    def folder(self) -> str:
        """Where the piece waits to be joined: below the originals, which have no address."""
        return f"originals/{self.asset_id}/pieces/{self.index}"
