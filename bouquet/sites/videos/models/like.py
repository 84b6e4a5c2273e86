"""« J'aime »."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class Like(models.Model):
    """One member likes one video, once."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    video = models.ForeignKey("videos.Video", on_delete=models.CASCADE, related_name="likes")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="liked")
    liked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["video", "account"], name="one_like_each")]
        indexes = [models.Index(fields=["account", "-id"], name="likes_of_a_member")]

    def __str__(self) -> str:
        return f"{self.account_id} ♥ {self.video_id}"
