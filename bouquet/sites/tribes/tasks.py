"""Jobs of the tribes site."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.affinity.actions import cataloguing
from bouquet.capabilities.comments.actions.forgetting import forget_subject
from bouquet.capabilities.notifications.actions.forgetting import forget
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions import counting, leaving, polling, reminding, ringing, showing_files, spreading
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.actions.ringing import TRIBE


@task()
def ring(post_id: str, after: str = "") -> None:
    """Tell those who ring the bell, a thousand at a time."""
    further = ringing.tell_of_post(post_id=UUID(post_id), after=UUID(after) if after else None)
    if further is not None:
        ring.enqueue(post_id, str(further))


@task()
def tell_mentioned(post_id: str) -> None:
    """Tell those whom a post names."""
    ringing.tell_mentioned(post_id=UUID(post_id))


@task()
def catalogue(tribe_id: str) -> None:
    """What can be suggested follows the tribe."""
    cataloguing.refresh(kind=TRIBE, keys=[UUID(tribe_id)])


@task()
def forget_post(post_id: str) -> None:
    """What was said of a post that is gone, and who was told of it."""
    ref = Ref(POST, UUID(post_id))
    forget_subject(ref)
    forget(ref)


@task()
def count_posts(tribe_id: str) -> None:
    """How many posts show in a tribe."""
    counting.count_posts(tribe_id=UUID(tribe_id))


@task()
def spread_tribe(tribe_id: str, after: str = "") -> None:
    """Whoever lists the posts of a tribe hears that the tribe changed, a thousand at a time."""
    further = spreading.spread(tribe_id=UUID(tribe_id), after=UUID(after) if after else None)
    if further is not None:
        spread_tribe.enqueue(tribe_id, str(further))


@task()
def settle_member(account_id: str) -> None:
    """What a member who is away, or back, had posted."""
    leaving.settle(account_id=UUID(account_id))


@task()
def forget_member(account_id: str, keeps_posts: bool) -> None:
    """Remove what an erased member leaves behind."""
    leaving.forget_member(account_id=UUID(account_id), keeps_posts=keeps_posts)


@task()
def settle_post(post_id: str) -> None:
    """What hangs on a post agrees with it."""
    showing_files.settle(post_id=UUID(post_id))


@task()
def settle_files(tribe_id: str) -> None:
    """The files of a tribe's posts are open or closed as the tribe is."""
    for key in showing_files.posts_with_files(tribe=UUID(tribe_id)):
        settle_post.enqueue(str(key))


@task()
def remind(post_id: str, ahead: str) -> None:
    """Those who come to an event are reminded of it."""
    reminding.remind(post_id=UUID(post_id), ahead=ahead)


@task()
def tell_moved(post_id: str, sequence: int) -> None:
    """Those who come are told of another time or place."""
    reminding.tell_moved(post_id=UUID(post_id), sequence=sequence)


@task()
def tell_cancelled(post_id: str) -> None:
    """Those who would have come are told."""
    reminding.tell_cancelled(post_id=UUID(post_id))


@task()
def tell_result(post_id: str) -> None:
    """Those who voted are told that the poll is over."""
    polling.tell_result(post_id=UUID(post_id))


def look_at_the_clock() -> None:
    """The keeper's chore: events that are near, polls that ended."""
    for key, ahead in reminding.due():
        remind.enqueue(str(key), ahead)
    for key in polling.polls_to_tell():
        tell_result.enqueue(str(key))
