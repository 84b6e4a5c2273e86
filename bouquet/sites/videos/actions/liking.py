"""« J'aime », and no longer."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos.events import VideoLiked, VideoUnliked
from bouquet.sites.videos.models import Like, Video


@transaction.atomic
def like(*, video: Video, by: Account) -> None:
    """`by` likes `video`; to like it twice changes nothing."""
    _like, is_new = Like.objects.get_or_create(video=video, account=by)
    if is_new:
        Video.objects.filter(pk=video.pk).update(likes_count=F("likes_count") + 1)
        announce(VideoLiked(video_id=video.pk, account_id=by.pk))


@transaction.atomic
def unlike(*, video: Video, by: Account) -> None:
    """`by` takes their like back; when there is none, nothing changes."""
    gone, _by_model = Like.objects.filter(video=video, account=by).delete()
    if gone:
        Video.objects.filter(pk=video.pk).update(likes_count=F("likes_count") - 1)
        announce(VideoUnliked(video_id=video.pk, account_id=by.pk))
