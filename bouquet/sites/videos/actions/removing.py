"""Deleting with second thoughts: a video waits thirty days in its author's bin, then it is gone with its files."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import erasing
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions import publishing
from bouquet.sites.videos.events import VideoErased, VideoRemoved, VideoRestored
from bouquet.sites.videos.models import State, Video

DAYS_IN_THE_BIN = 30


@transaction.atomic
def remove(*, video: Video, by: Account) -> None:
    """Into the bin. Nobody sees it any more, not even by its files' addresses."""
    policies.require_can_edit(by, video)
    video = Video.objects.select_for_update(of=("self",)).select_related("asset", "next_asset").get(pk=video.pk)
    if video.is_removed:
        return
    video.removed_from, video.state, video.removed_at = video.state, State.REMOVED, clock.now()
    video.save(update_fields=["removed_from", "state", "removed_at"])
    publishing.settle_files(video)
    publishing.recount_replies(video)
    announce(VideoRemoved(video.pk))


@transaction.atomic
def restore(*, video: Video, by: Account) -> None:
    """Out of the bin, as it was: shown if it had been shown, a draft otherwise."""
    policies.require_can_edit(by, video)
    video = Video.objects.select_for_update(of=("self",)).select_related("asset", "next_asset").get(pk=video.pk)
    if not video.is_removed:
        return
    video.state, video.removed_from, video.removed_at = video.removed_from, "", None
    video.save(update_fields=["removed_from", "state", "removed_at"])
    publishing.settle_files(video)
    publishing.recount_replies(video)
    announce(VideoRestored(video.pk))
    publishing.show_if_due(video_id=video.pk)


@transaction.atomic
def erase(*, video: Video) -> None:
    """For ever: the row, its likes and positions, its files."""
    video = Video.objects.select_for_update(of=("self",)).select_related("asset", "next_asset").get(pk=video.pk)
    event = VideoErased(video_id=video.pk, code=video.code, author_id=video.author_id, asset_id=video.asset_id)
    assets = [asset for asset in (video.asset, video.next_asset) if asset is not None]
    original = video.reply_to_id
    video.delete()
    for asset in assets:
        erasing.erase(asset)
    if original is not None:
        video.reply_to_id = original
        publishing.recount_replies(video)
    announce(event)


def empty_the_bins() -> int:
    """Erase what has been in a bin for thirty days; returns how many."""
    over = Video.objects.removed().filter(removed_at__lt=clock.now() - timedelta(days=DAYS_IN_THE_BIN))[:200]
    for video in over:
        erase(video=video)
    return len(over)
