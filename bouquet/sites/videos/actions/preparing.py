"""What pages show of a file, written on the video once the file is known."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.media.models import Asset
from bouquet.sites.videos.models import Video


def take_length(*, asset_id: UUID) -> None:
    """The length of the file becomes that of the videos that show it."""
    seconds = Asset.objects.filter(pk=asset_id).values_list("duration_seconds", flat=True).first()
    for video in Video.objects.filter(asset=asset_id).exclude(duration_seconds=seconds or 0):
        video.lasts(seconds or 0)
        video.save(update_fields=["duration_seconds", "duration_label"])
