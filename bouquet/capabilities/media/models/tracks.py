"""What a video carries beside its picture: sound tracks, captions, chapters."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.media.models.asset import Asset
from bouquet.foundation.ids.keys import new_key


class AudioTrack(models.Model):
    """One sound track; `language` is a BCP 47 tag or empty."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="audio_tracks")
    position = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["asset", "position"], name="media_audio_track_position")]

    def __str__(self) -> str:
        return self.title or self.language or str(self.position)


class Caption(models.Model):
    """Captions as one WebVTT file, `file` in the asset's folder."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="captions")
    position = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=60)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["asset", "position"], name="media_caption_position")]

    def __str__(self) -> str:
        return self.title or self.language or self.file


class Chapter(models.Model):
    """A named stretch, in seconds from the beginning."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="chapters")
    start_seconds = models.FloatField()
    end_seconds = models.FloatField()
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["start_seconds"]

    def __str__(self) -> str:
        return self.title
