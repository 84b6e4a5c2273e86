"""Words authors hang on their videos."""

from __future__ import annotations

from django.db import models

from bouquet.foundation.ids.keys import new_key


class Tag(models.Model):
    """One word or two, known by its folded slug, shown as it was first written."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a video. Keys of videos sort by time, so the index gives a tag's newest videos without sorting."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    video = models.ForeignKey("videos.Video", on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "video"], name="one_tag_once_per_video")]
        indexes = [models.Index(fields=["tag", "-video"], name="newest_of_a_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} {self.video_id}"
