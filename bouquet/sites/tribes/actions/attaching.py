"""Hang things on a post: photos, a video, a poll, an event, and the card of the page it links to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import erasing
from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.capabilities.media.models import Asset, Photo
from bouquet.capabilities.moderation.actions.holding import settle
from bouquet.capabilities.moderation.actions.screening import Verdict, screen
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions import posting, showing_files, unfolding
from bouquet.sites.tribes.engine.attachments import MOST_PHOTOS, Attachments, EventDraft, PhotoDraft, PollDraft
from bouquet.sites.tribes.models import Event, Poll, Post, PostPhoto, PostVideo, Standings, Tribe
from bouquet.sites.tribes.models.event import USUAL_LENGTH

# What uploads for posts are for, as `media` keeps it.
VIDEO: Final = "tribes.video"
_FORGOTTEN_AFTER: Final = timedelta(hours=24)


class NotThere(ValueError):
    """A photo or a video that was sent is not (or not any more) there; the rest of the post is."""


@transaction.atomic
def publish(*, by: Account, tribe: Tribe | None, text: str, audience: str, what: Attachments) -> Post:
    """`posting.publish` with attachments: all of it or nothing. Raises what that raises, and NotThere."""
    post = posting.publish(by=by, tribe=tribe, text=text, audience=audience, carries_more=bool(what))
    attach(post=post, by=by, what=what)
    return post


@transaction.atomic
def attach(*, post: Post, by: Account, what: Attachments) -> None:
    """Hang `what` on `post`, which was just published by `by`. Raises PermissionDenied, `posting.Refused`, NotThere."""
    if post.author_id != by.pk:
        raise PermissionDenied
    if what.words:
        screen_words(post, by, what.words)
    _attach_photos(post, by, what.photos)
    if what.video_id is not None:
        _attach_video(post, by, what.video_id)
    if what.poll is not None:
        _attach_poll(post, what.poll)
    if what.event is not None:
        _attach_event(post, what.event)
    if not what.unfolds:
        post.attached[unfolding.PLAIN] = True
    unfolding.unfold(post)
    showing_files.follow(post)
    showing_files.prepare(post)


def screen_words(post: Post, by: Account, words: str, *, previous: str = "") -> None:
    """Words that hang on `post`, by its author: held for a moderator when there is doubt. Raises `posting.Refused`.

    What stood in `previous` already, before an edit, is not held again.
    """
    screening = screen(text=words, by=by, ref_kind=posting.POST, previous=previous)
    if screening.verdict == Verdict.REFUSE:
        raise posting.Refused(screening.reason)
    if screening.verdict == Verdict.HOLD and not post.is_held_back:
        post.standing = Standings.HIDDEN
        post.settle()
        post.save(update_fields=["standing", "is_shown", "version"])
        posting.refresh_last(post)
    settle(screening, ref=Ref(posting.POST, post.pk), by=by)


def forget_unposted_videos() -> None:
    """The keeper's chore: videos that were sent for a post that was never made."""
    old = Asset.objects.filter(purpose=VIDEO, received_at__lt=clock.now() - _FORGOTTEN_AFTER)
    for asset in old.filter(~Exists(PostVideo.objects.filter(asset=OuterRef("pk"))))[:100]:
        erasing.erase(asset)


def photos_sent(by: Account, drafts: Sequence[PhotoDraft]) -> dict[UUID, Photo]:
    """The photos of `drafts`, which `by` sent and which hang on no post yet, by their keys. Raises NotThere."""
    taken = PostPhoto.objects.filter(photo=OuterRef("pk"))
    sent = Photo.objects.select_for_update().filter(~Exists(taken), pk__in=[draft.photo_id for draft in drafts])
    found = {photo.pk: photo for photo in sent.filter(owner=by).exclude(widths=[])}
    if len(found) < len(drafts):
        raise NotThere
    return found


def _attach_photos(post: Post, by: Account, drafts: tuple[PhotoDraft, ...]) -> None:
    drafts = tuple({draft.photo_id: draft for draft in drafts}.values())[:MOST_PHOTOS]
    if not drafts:
        return
    found = photos_sent(by, drafts)
    for draft in drafts:
        media_photos.describe(photo=found[draft.photo_id], alt=draft.alt)
    PostPhoto.objects.bulk_create(
        PostPhoto(post=post, photo=found[draft.photo_id], position=position) for position, draft in enumerate(drafts)
    )
    media_photos.keep(list(found.values()), is_public=showing_files.is_for_everybody(post))


def _attach_video(post: Post, by: Account, key: UUID) -> None:
    taken = PostVideo.objects.filter(asset=OuterRef("pk"))
    asset = Asset.objects.select_for_update().filter(~Exists(taken), pk=key, owner=by, purpose=VIDEO).first()
    if asset is None:
        raise NotThere
    PostVideo.objects.create(post=post, asset=asset)


def _attach_poll(post: Post, draft: PollDraft) -> None:
    Poll.objects.create(
        post=post,
        question=draft.question,
        options=list(draft.options),
        counts=[0] * len(draft.options),
        is_multiple=draft.is_multiple,
        hides_results=draft.hides_results,
        ends_at=draft.ends_at,
    )


def _attach_event(post: Post, draft: EventDraft) -> None:
    ZoneInfo(draft.zone)
    Event.objects.create(
        post=post,
        title=draft.title,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        over_at=draft.ends_at or draft.starts_at + USUAL_LENGTH,
        zone=draft.zone,
        place=draft.place,
        link=draft.link,
        capacity=draft.capacity,
    )
