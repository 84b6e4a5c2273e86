"""Jobs of the tribes site."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.sites.tribes.actions import counting, leaving, ringing, spreading


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
