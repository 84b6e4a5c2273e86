"""From draft to shown: at once, once it plays, or at the hour its author chose."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import visibility as media_visibility
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos import policies
from bouquet.sites.videos.events import VideoChanged, VideoPublished, VideoWithdrawn
from bouquet.sites.videos.models import State, Video


@transaction.atomic
def publish(*, video: Video, by: Account, at: datetime | None = None) -> None:
    """Have `video` shown as soon as it plays, and not before `at`. It may still be on its way through the machines."""
    policies.require_can_edit(by, video)
    video = Video.objects.select_for_update(of=("self",)).select_related("author").get(pk=video.pk)
    if video.own_state not in (State.DRAFT, State.WAITING):
        return
    video.state, video.removed_from, video.publish_at = State.WAITING, "", at
    video.restate()
    video.save(update_fields=["state", "removed_from", "publish_at"])
    announce(VideoChanged(video.pk))
    show_if_due(video_id=video.pk)


@transaction.atomic
def withdraw(*, video: Video, by: Account) -> None:
    """Back to a draft: nobody but its author sees it. It keeps its address, its likes and its views."""
    policies.require_can_edit(by, video)
    video = Video.objects.select_for_update().get(pk=video.pk)
    if video.own_state not in (State.PUBLISHED, State.WAITING):
        return
    video.state, video.removed_from, video.publish_at = State.DRAFT, "", None
    video.save(update_fields=["state", "removed_from", "publish_at"])
    recount_replies(video)
    settle_files(video)
    announce(VideoChanged(video.pk))


@transaction.atomic
def show_if_due(*, video_id: UUID) -> bool:
    """Show a waiting video whose hour has come and which plays; returns whether it did. Safe to repeat."""
    video = Video.objects.select_for_update(of=("self",)).select_related("asset").filter(pk=video_id).first()
    if video is None or not video.may_show_at(clock.now()):
        return False
    video.state = State.PUBLISHED
    video.published_at = video.published_at or clock.now()
    video.lasts(video.asset.duration_seconds)
    video.save(update_fields=["state", "published_at", "duration_seconds", "duration_label"])
    recount_replies(video)
    settle_files(video)
    announce(VideoPublished(video.pk))
    return True


def show_what_is_due() -> int:
    """Show every waiting video that may be shown; returns how many were."""
    due = Video.objects.waiting().exclude(publish_at__gt=clock.now()).filter(asset__playable_at__isnull=False)
    return sum(show_if_due(video_id=key) for key in due.values_list("pk", flat=True)[:500])


def settle_files(video: Video) -> None:
    """Anyone may fetch the files of a public video; those of any other only by signed addresses."""
    for asset in (video.asset, video.next_asset):
        if asset is not None and asset.is_public != video.is_public:
            if video.is_public:
                media_visibility.make_public(asset)
            else:
                media_visibility.make_private(asset)
                announce(VideoWithdrawn(video.pk))


def recount_replies(video: Video) -> None:
    """When `video` is a reply, keep the number of replies its original shows: those that everybody may list."""
    if video.reply_to_id is not None:
        replies = Video.objects.public().filter(reply_to=video.reply_to_id).count()
        if Video.objects.filter(pk=video.reply_to_id).exclude(replies_count=replies).update(replies_count=replies):
            announce(VideoChanged(video.reply_to_id))
