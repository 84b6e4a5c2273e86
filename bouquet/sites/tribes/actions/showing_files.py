"""The files of a post follow those who may read it; what its card shows of them is prepared when it changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.capabilities.media.actions import visibility
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes.events import PostChanged
from bouquet.sites.tribes.models import Audience, Post, PostLink, PostPhoto, PostVideo
from bouquet.sites.tribes.models.states import OPENLY


def is_for_everybody(post: Post) -> bool:
    """Whether a stranger may read it: only then its files have addresses that anyone can fetch."""
    if not post.is_shown:
        return False
    if post.tribe is not None:
        return post.tribe.is_open and post.tribe.standing in OPENLY
    return post.audience == Audience.EVERYONE and not post.author.is_private


def settle(*, post_id: UUID) -> None:
    """The files of one post are open or closed as the post is. Safe to repeat, in any order."""
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("tribe", "author").filter(pk=post_id).first()
        if post is None:
            return
        before = dict(post.attached)
        _move_files(post)
        if prepare(post) != before:
            announce(PostChanged(post.pk))


def posts_astray(**of: Any) -> list[UUID]:
    """Posts of a tribe (`tribe=…`) or of an author (`author=…`) that carry files: those to settle."""
    carries = Exists(PostPhoto.objects.filter(post=OuterRef("pk"))) | Exists(
        PostVideo.objects.filter(post=OuterRef("pk"))
    )
    return list(Post.objects.filter(Q(carries), **of).values_list("pk", flat=True))


def prepare(post: Post) -> dict[str, Any]:
    """Write down with the post what its card shows of photos, video and link, and which counts it must look up."""
    attached: dict[str, Any] = {}
    photos = [row.photo.to_frame() for row in PostPhoto.objects.filter(post=post).select_related("photo")]
    if photos:
        attached["photos"] = photos
    video = PostVideo.objects.filter(post=post).select_related("asset").first()
    if video is not None:
        attached["video"] = video_card(video.asset)
    link = PostLink.objects.filter(post=post).select_related("page").first()
    if link is not None and link.page.is_known:
        attached["link"] = link.page.to_card()
    attached |= {key: post.attached[key] for key in ("poll", "event", "address") if key in post.attached}
    if attached != post.attached:
        post.attached = attached
        post.version += 1
        # Not the whole row: somebody may be writing its words.
        Post.objects.filter(pk=post.pk).update(attached=attached, version=F("version") + 1)
    return attached


def video_card(asset: Asset) -> dict[str, Any]:
    """What a card shows of a video, as plain values; see `Carried`."""
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


def _move_files(post: Post) -> None:
    is_public = is_for_everybody(post)
    for row in PostPhoto.objects.filter(post=post).exclude(photo__is_public=is_public).select_related("photo"):
        media_photos.show(row.photo, is_public=is_public)
    video = PostVideo.objects.filter(post=post).exclude(asset__is_public=is_public).select_related("asset").first()
    if video is not None:
        (visibility.make_public if is_public else visibility.make_private)(video.asset)
