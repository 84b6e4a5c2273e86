"""What a post was."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.sites.blogs.models.post import LONGEST_EXCERPT, LONGEST_TITLE, Post


class Revision(models.Model):
    """The words of a post as somebody saved them. `edition` is the post's after that save; `is_auto`: the editor
    saved by itself, and a later one of the same person may take its place."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    edition = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    document = models.JSONField(default=dict)
    excerpt = models.CharField(max_length=LONGEST_EXCERPT, blank=True)
    is_auto = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-edition"]
        constraints = [models.UniqueConstraint(fields=["post", "edition"], name="blogs_edition_once")]

    def __str__(self) -> str:
        return f"{self.post_id} edition {self.edition}"
