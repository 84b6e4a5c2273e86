"""Where a member stopped watching."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.foundation.clock import clock


class WatchPosition(models.Model):
    """One member, one video, the second to go on from."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watch_positions")
    video = models.ForeignKey("videos.Video", on_delete=models.CASCADE, related_name="watch_positions")
    seconds = models.FloatField()
    watched_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "video"], name="one_position_each")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.video_id} {self.seconds:.0f} s"
