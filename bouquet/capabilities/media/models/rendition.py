"""A rendition: one quality of a video."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.media.models.asset import Asset
from bouquet.foundation.ids.keys import new_key


class Rendition(models.Model):
    """One quality, such as 360p. `download` names the file that saves it whole, once it exists."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=10)
    label = models.PositiveSmallIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    kbps = models.PositiveIntegerField(default=0)
    download = models.CharField(max_length=60, blank=True)
    download_bytes = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["asset", "name"], name="media_one_rendition_per_name")]

    def __str__(self) -> str:
        return self.name
