"""Deleting with second thoughts: a video waits thirty days in its author's bin, then it is gone with its files."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import erasing
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions import collecting, publishing
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
    video.removed_from, video.state, video.removed_at = video.own_state, State.REMOVED, clock.now()
    video.save(update_fields=["removed_from", "state", "removed_at"])
    publishing.settle_files(video)
    publishing.recount_replies(video)
    announce(VideoRemoved(video.pk))


@transaction.atomic
def restore(*, video: Video, by: Account) -> None:
    """Out of the bin, as it was: shown if it had been shown, a draft otherwise."""
    policies.require_can_edit(by, video)
    whole = Video.objects.select_related("asset", "next_asset", "author")
    video = whole.select_for_update(of=("self",)).get(pk=video.pk)
    if not video.is_removed:
        return
    video.state, video.removed_from, video.removed_at = video.removed_from, "", None
    video.restate()
    video.save(update_fields=["removed_from", "state", "removed_at"])
    publishing.settle_files(video)
    publishing.recount_replies(video)
    announce(VideoRestored(video.pk))
    publishing.show_if_due(video_id=video.pk)


@transaction.atomic
def erase(*, video: Video) -> None:
    """For ever: the row, its likes and positions, its files. Safe to repeat."""
    rows = Video.objects.select_for_update(of=("self",)).select_related("asset", "next_asset")
    row = rows.filter(pk=video.pk).first()
    if row is None:
        return
    collecting.take_out_everywhere(video_id=row.pk)
    event = VideoErased(video_id=row.pk, code=row.code, author_id=row.author_id, asset_id=row.asset_id)
    row.delete()
    for asset in (row.asset, row.next_asset):
        if asset is not None:
            erasing.erase(asset)
    publishing.recount_replies(row)
    announce(event)


def empty_the_bins() -> int:
    """Erase what has been in a bin for thirty days; returns how many."""
    over = Video.objects.removed().filter(removed_at__lt=clock.now() - timedelta(days=DAYS_IN_THE_BIN))
    return sum(_erase_from_bin(key) for key in list(over.values_list("pk", flat=True)[:200]))


@transaction.atomic
def _erase_from_bin(key: UUID) -> bool:
    """Its author may have taken it out of the bin since it was found there."""
    video = Video.objects.removed().select_for_update(of=("self",)).filter(pk=key).first()
    if video is not None:
        erase(video=video)
    return video is not None
