"""An account is erased: what its member posted goes, or stays by nobody, as they chose."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F

from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store
from bouquet.sites.videos.actions import removing
from bouquet.sites.videos.events import VideoChanged
from bouquet.sites.videos.models import Channel, Like, Sending, State, Video, Visibility, WatchPosition


def forget_member(*, account_id: UUID, keeps_posts: bool) -> None:
    """Safe to repeat. Of what is kept, only what others could already see stays: drafts and private videos go."""
    for channel in Channel.objects.filter(account=account_id).exclude(banner=""):
        store().delete_tree(f"public/{channel.banner}")
    Channel.objects.filter(account=account_id).delete()
    WatchPosition.objects.filter(account=account_id).delete()
    Sending.objects.filter(recipient=account_id).delete()
    Sending.objects.filter(sender=account_id).delete()
    for like in Like.objects.filter(account=account_id).select_related("video"):
        _take_back(like)
    kept = (Visibility.PUBLIC, Visibility.UNLISTED)
    for video in Video.objects.filter(author=account_id):
        if keeps_posts and video.state == State.PUBLISHED and video.visibility in kept:
            with transaction.atomic():
                announce(VideoChanged(video.pk))
        else:
            removing.erase(video=video)


@transaction.atomic
def _take_back(like: Like) -> None:
    if like.delete()[0]:
        Video.objects.filter(pk=like.video_id).update(likes_count=F("likes_count") - 1)
