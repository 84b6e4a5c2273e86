"""A member leaves, or is suspended: nobody sees what they posted any more. Who comes back finds it; once the account is
erased, it goes for ever or comes back by nobody, as they chose.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store
from bouquet.sites.videos.actions import collecting, liking, publishing, purging, removing, watching
from bouquet.sites.videos.events import VideoChanged
from bouquet.sites.videos.models import (
    Channel,
    Hush,
    Like,
    Playlist,
    Sending,
    State,
    Video,
    Visibility,
    WatchPosition,
)


@transaction.atomic
def hide_or_show(*, account_id: UUID) -> None:
    """What a member published agrees with whether they are leaving or suspended. Safe to repeat, in any order.

    One statement, however much they published; `settle` brings the rest after.
    """
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        return
    videos = Video.objects.filter(author=account)
    if account.is_away:
        shown = videos.filter(state__in=(State.PUBLISHED, State.WAITING))
        shown.update(removed_from=F("state"), state=State.AWAY)
    else:
        videos.filter(state=State.AWAY).update(state=F("removed_from"), removed_from="")
    codes = videos.exclude(state=State.DRAFT).values_list("code", flat=True)
    purging.purge_author(handle=account.handle, codes=list(codes))


def settle(*, account_id: UUID) -> None:
    """The files, the search, the counts and the neighbours follow what `hide_or_show` decided. Safe to repeat."""
    moved = Video.objects.filter(author=account_id, state__in=(State.AWAY, State.PUBLISHED, State.WAITING))
    for key in moved.values_list("pk", flat=True):
        _settle(key)


@transaction.atomic
def _settle(key: UUID) -> None:
    video = Video.objects.select_for_update(of=("self",)).select_related("asset", "next_asset").filter(pk=key).first()
    if video is not None:
        publishing.settle_files(video)
        publishing.recount_replies(video)
        announce(VideoChanged(video.pk))


def forget_member(*, account_id: UUID, keeps_posts: bool) -> None:
    """Safe to repeat. Of what is kept, only what others could already see stays: drafts and private videos go."""
    for channel in Channel.objects.filter(account=account_id).exclude(banner=""):
        store().delete_tree(f"public/{channel.banner}")
    Channel.objects.filter(account=account_id).delete()
    WatchPosition.objects.filter(account=account_id).delete()
    watching.forget_all_of(account_id=account_id)
    for playlist in Playlist.objects.filter(owner=account_id):
        collecting.erase(playlist=playlist)
    Hush.objects.filter(follower=account_id).delete()
    Hush.objects.filter(author=account_id).delete()
    Sending.objects.filter(recipient=account_id).delete()
    Sending.objects.filter(sender=account_id).delete()
    for like in Like.objects.filter(account=account_id).select_related("video", "account"):
        liking.unlike(video=like.video, by=like.account)
    if keeps_posts:
        hide_or_show(account_id=account_id)
    kept = (Visibility.PUBLIC, Visibility.UNLISTED)
    for video in Video.objects.filter(author=account_id):
        if keeps_posts and video.state == State.PUBLISHED and video.visibility in kept:
            _settle(video.pk)
        else:
            removing.erase(video=video)
