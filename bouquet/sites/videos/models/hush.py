"""A follower who does not want to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Hush(models.Model):
    """`follower` follows `author` and is not told of new videos: the bell is off. It goes with the follow."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hushes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hushes_of_them")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follower", "author"], name="videos_hush_once")]
        indexes = [models.Index(fields=["author", "follower"], name="videos_hushed_of")]

    def __str__(self) -> str:
        return f"{self.follower_id} is not told of {self.author_id}"
