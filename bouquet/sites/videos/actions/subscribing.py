"""The bell beside a follow: who is told of an author's new videos."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.videos.engine.kinds import VIDEO
from bouquet.sites.videos.models import Hush, State, Video, Visibility

PUBLISHED = "videos.published"
# Followers told by one job; the next ones are the next job's.
BATCH = 2000


def hush(*, author: Account, by: Account) -> None:
    """Follow on, and be told of nothing. Safe to repeat."""
    if by.follows(author):
        Hush.objects.get_or_create(follower=by, author=author)


def ring(*, author: Account, by: Account) -> None:
    """Be told again. Safe to repeat."""
    Hush.objects.filter(follower=by, author=author).delete()


def forget(*, follower_id: UUID, author_id: UUID) -> None:
    """The follow ended: who follows again later is told."""
    Hush.objects.filter(follower=follower_id, author=author_id).delete()


def tell_followers(*, video_id: UUID, after: UUID | None) -> UUID | None:
    """Tell two thousand of those who follow its author and want to know; returns where to go on, None at the end.

    Nobody is told of what lists do not show, nor of what they may not see (`tell` looks).
    """
    video = _worth_telling(video_id)
    if video is None:
        return None
    follows = Follow.objects.accepted().filter(followed=video.author_id).order_by("pk")
    if after is not None:
        follows = follows.filter(pk__gt=after)
    batch = list(follows.values_list("pk", "follower")[:BATCH])
    hushed = set(
        Hush.objects.filter(author=video.author_id, follower__in=[follower for _key, follower in batch]).values_list(
            "follower", flat=True
        )
    )
    tell(
        kind=PUBLISHED,
        recipients=[follower for _key, follower in batch if follower not in hushed],
        actor=video.author_id,
        about=Ref(VIDEO, video.pk),
        fact=f"{PUBLISHED}:{video.pk}",
        group=f"{PUBLISHED}:{video.author_id}",
    )
    return batch[-1][0] if len(batch) == BATCH else None


def _worth_telling(video_id: UUID) -> Video | None:
    listed = Video.objects.filter(state=State.PUBLISHED, visibility__in=(Visibility.PUBLIC, Visibility.FOLLOWERS))
    return listed.filter(pk=video_id).first()
