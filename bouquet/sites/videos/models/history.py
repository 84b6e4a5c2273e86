"""What a member has watched, for themselves alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class HistoryEntry(models.Model):
    """A member watched a video, last at `watched_at`. Nobody else ever sees it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watched")
    video = models.ForeignKey("videos.Video", on_delete=models.CASCADE, related_name="watched_by")
    watched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "video"], name="videos_once_in_a_history")]
        indexes = [
            models.Index(fields=["account", "-watched_at", "-id"], name="videos_history_of"),
            models.Index(fields=["video", "-watched_at"], name="videos_watchers_of"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} watched {self.video_id}"


class HistoryPause(models.Model):
    """While this row stands, nothing of what the member watches is kept: neither the video nor the place in it."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="history_pause"
    )
    paused_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.account_id} keeps no history"
