"""A better file for the same video: the old one plays until the new one does; the address never changes."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.capabilities.media.actions import erasing
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos.actions import publishing
from bouquet.sites.videos.events import VideoChanged
from bouquet.sites.videos.models import State, Video

REPLACE = "videos.replace:"


@transaction.atomic
def take_new_file(*, asset: Asset) -> Video | None:
    """A file received for `videos.replace:<id>` becomes the next one of that video, if it is its owner's."""
    video = (
        Video.objects.select_for_update(of=("self",))
        .select_related("next_asset")
        .exclude(state=State.REMOVED)
        .filter(pk=UUID(asset.purpose.removeprefix(REPLACE)), author=asset.owner)
        .first()
    )
    if video is None or video.asset_id == asset.pk or video.next_asset_id == asset.pk:
        return video
    given_up, video.next_asset = video.next_asset, asset
    video.save(update_fields=["next_asset"])
    if given_up is not None:
        erasing.erase(given_up)
    announce(VideoChanged(video.pk))
    return video


@transaction.atomic
def switch_to_new_file(*, asset_id: UUID) -> None:
    """The new file plays: the video shows it from now on, and the old one goes. Safe to repeat."""
    video = (
        Video.objects.select_for_update(of=("self",))
        .select_related("asset", "next_asset")
        .filter(next_asset=asset_id)
        .first()
    )
    if video is None or video.next_asset is None or not video.next_asset.is_playable:
        return
    old = video.asset
    video.asset, video.next_asset, video.changed_at = video.next_asset, None, clock.now()
    video.lasts(video.asset.duration_seconds)
    video.save(update_fields=["asset", "next_asset", "changed_at", "duration_seconds", "duration_label"])
    publishing.settle_files(video)
    erasing.erase(old)
    announce(VideoChanged(video.pk))


@transaction.atomic
def give_up(*, video: Video) -> None:
    """Keep the file there is, and let the new one go (refused, failed, or not wanted any more).

    Once the video plays the new file, there is nothing left to give up.
    """
    video = Video.objects.select_for_update(of=("self",)).select_related("next_asset").get(pk=video.pk)
    given_up, video.next_asset = video.next_asset, None
    if given_up is not None:
        video.save(update_fields=["next_asset"])
        erasing.erase(given_up)
        announce(VideoChanged(video.pk))
