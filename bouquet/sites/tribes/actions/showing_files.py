"""What hangs on a post follows the post: its files are open or closed as it is, and what its card shows of all that is
prepared when it changes, so that a feed reads it with the posts.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.capabilities.media.actions import visibility
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes.actions import unfolding
from bouquet.sites.tribes.events import PostChanged
from bouquet.sites.tribes.models import Audience, Event, Poll, Post, PostLink, PostPhoto, PostVideo
from bouquet.sites.tribes.models.states import OPENLY


def is_for_everybody(post: Post) -> bool:
    """Whether a stranger may read it: only then its files have addresses that anyone can fetch."""
    if not post.is_shown:
        return False
    if post.tribe is not None:
        return post.tribe.is_open and post.tribe.standing in OPENLY
    return post.audience == Audience.EVERYONE and not post.author.is_private


@transaction.atomic
def settle(*, post_id: UUID) -> None:
    """Everything that hangs on one post agrees with it. Safe to repeat, in any order."""
    posts = Post.objects.select_for_update(of=("self",)).select_related("tribe", "author")
    post = posts.filter(pk=post_id).first()
    if post is not None:
        unfolding.unfold(post)
        follow(post)
        if prepare(post):
            announce(PostChanged(post.pk))


def posts_with_files(**of: Any) -> list[UUID]:
    """Posts of a tribe (`tribe=…`) or an author (`author=…`) that carry files: those to settle when it changes."""
    photos, videos = PostPhoto.objects.filter(post=OuterRef("pk")), PostVideo.objects.filter(post=OuterRef("pk"))
    return list(Post.objects.filter(Q(Exists(photos)) | Q(Exists(videos)), **of).values_list("pk", flat=True))


def post_with_video(asset_id: UUID) -> UUID | None:
    """The post that carries this video."""
    return PostVideo.objects.filter(asset=asset_id).values_list("post", flat=True).first()


def follow(post: Post) -> None:
    """Its files lie where those who may read it can fetch them, and nobody else."""
    is_public = is_for_everybody(post)
    for row in PostPhoto.objects.filter(post=post).exclude(photo__is_public=is_public).select_related("photo"):
        media_photos.show(row.photo, is_public=is_public)
    video = PostVideo.objects.filter(post=post).exclude(asset__is_public=is_public).select_related("asset").first()
    if video is not None:
        (visibility.make_public if is_public else visibility.make_private)(video.asset)


def prepare(post: Post) -> bool:
    """Write down with the post what its card shows of what it carries; whether that is another thing than before.

    Of polls and events only the words: their counts are looked up when they are shown.
    """
    attached = {key: post.attached[key] for key in (unfolding.PLAIN, unfolding.REF) if key in post.attached}
    if photos := [row.photo.to_frame() for row in PostPhoto.objects.filter(post=post).select_related("photo")]:
        attached["photos"] = photos
    if video := PostVideo.objects.filter(post=post).select_related("asset").first():
        attached["video"] = video_card(video.asset)
    if poll := Poll.objects.filter(post=post).first():
        attached["poll"] = {"words": [poll.question, *poll.options]}
    if event := Event.objects.filter(post=post).first():
        attached["event"] = {"words": [words for words in (event.title, event.place) if words]}
    link = PostLink.objects.filter(post=post).select_related("page").first()
    if link is not None and link.page.is_known:
        attached["link"] = link.page.to_card()
    written = Post.objects.filter(pk=post.pk).values_list("attached", flat=True).first()
    post.attached = attached
    if attached == written:
        return False
    # Not the whole row: somebody may be writing its words.
    Post.objects.filter(pk=post.pk).update(attached=attached, version=F("version") + 1)
    post.version += 1
    return True


def video_card(asset: Asset) -> dict[str, Any]:
    """What a card shows of a video, as plain values; see `carrying.Video`."""
    return {
        "id": str(asset.pk),
        "key": asset.key,
        "open": asset.is_public,
        "state": asset.state,
        "playable": asset.is_playable,
        "poster": asset.poster,
        "width": asset.width,
        "height": asset.height,
        "seconds": asset.duration_seconds,
    }
