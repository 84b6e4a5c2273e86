"""Jobs of the videos site."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.audience.actions.forgetting import forget_subject
from bouquet.sites.videos.actions import indexing, leaving, mailing, relating
from bouquet.sites.videos.actions.counting import KIND


@task()
def index_video(video_id: str) -> None:
    """Make search know a video as it is now."""
    indexing.index_video(video_id=UUID(video_id))


@task()
def relate_video(video_id: str) -> None:
    """Find the neighbours of a video."""
    relating.relate(video_id=UUID(video_id))


@task()
def mail_sending(sending_id: str) -> None:
    """Tell the recipient of a video by e-mail."""
    mailing.mail_sending(sending_id=UUID(sending_id))


@task()
def forget_audience(video_id: str) -> None:
    """Nobody can ask any more who watched a video that is gone."""
    forget_subject(KIND, UUID(video_id))


@task()
def settle_member(account_id: str) -> None:
    """What a member who leaves, or stays after all, had published: its files and all that points to it."""
    leaving.settle(account_id=UUID(account_id))


@task()
def forget_member(account_id: str, keeps_posts: bool) -> None:
    """Remove what an erased member leaves behind."""
    leaving.forget_member(account_id=UUID(account_id), keeps_posts=keeps_posts)
