"""Jobs of the videos site."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.affinity.actions import cataloguing
from bouquet.capabilities.audience.actions.forgetting import forget_subject
from bouquet.capabilities.comments.actions.forgetting import forget_subject as forget_talk
from bouquet.capabilities.notifications.actions.forgetting import forget
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.videos.actions import indexing, leaving, mailing, relating, subscribing
from bouquet.sites.videos.actions.counting import KIND
from bouquet.sites.videos.engine.kinds import VIDEO


@task()
def index_video(video_id: str) -> None:
    """Make search know a video as it is now."""
    indexing.index_video(video_id=UUID(video_id))


@task()
def catalogue(video_id: str) -> None:
    """What can be suggested follows the video."""
    cataloguing.refresh(kind=VIDEO, keys=[UUID(video_id)])


@task()
def relate_video(video_id: str) -> None:
    """Find the neighbours of a video."""
    relating.relate(video_id=UUID(video_id))


@task()
def tell_followers(video_id: str, after: str = "") -> None:
    """Tell the next two thousand followers of a new video, and have the rest told after them."""
    onward = subscribing.tell_followers(video_id=UUID(video_id), after=UUID(after) if after else None)
    if onward is not None:
        tell_followers.enqueue(video_id, str(onward))


@task()
def mail_sending(sending_id: str) -> None:
    """Tell the recipient of a video by e-mail."""
    mailing.mail_sending(sending_id=UUID(sending_id))


@task()
def forget_audience(video_id: str) -> None:
    """Nobody can ask any more who watched a video that is gone, what was said of it, and no inbox tells of it."""
    ref = Ref(VIDEO, UUID(video_id))
    forget_subject(KIND, ref.key)
    forget_talk(ref)
    forget(ref)


@task()
def settle_member(account_id: str) -> None:
    """What a member who leaves, or stays after all, had published: its files and all that points to it."""
    leaving.settle(account_id=UUID(account_id))


@task()
def forget_member(account_id: str, keeps_posts: bool) -> None:
    """Remove what an erased member leaves behind."""
    leaving.forget_member(account_id=UUID(account_id), keeps_posts=keeps_posts)
