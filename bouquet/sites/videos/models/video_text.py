"""What search reads of a video. Only what may be listed has a row here.

A table of its own, because modelsearch joins on the text of a primary key: a UUID is written differently in its
index (with dashes) than in SQLite (without), so a model with a UUID key is indexed and never found.
"""

from __future__ import annotations

from django.db import models
from modelsearch import index
from modelsearch.queryset import SearchableQuerySetMixin


class VideoTextQuerySet(SearchableQuerySetMixin, models.QuerySet["VideoText"]):
    """Reads over the texts search knows."""


class VideoText(index.Indexed, models.Model):
    """Folded words: `title` weighs more than `body` (author, tags, category, description)."""

    video = models.OneToOneField("videos.Video", on_delete=models.CASCADE, related_name="search_text")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)

    objects = VideoTextQuerySet.as_manager()

    # A job indexes, after the commit: writing a video does not wait for it.
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("body"),
        index.AutocompleteField("title"),
        index.FilterField("video"),
    ]

    def __str__(self) -> str:
        return self.title
