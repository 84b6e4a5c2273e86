"""How lively tribes are: worked out now and then, for lists that begin with the liveliest."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Count

from bouquet.foundation.clock import clock
from bouquet.sites.tribes.engine.keys import key_at
from bouquet.sites.tribes.models import Membership, Post, Tribe

WEEK = timedelta(days=7)


def count_the_week() -> None:
    """The posts and the arrivals of the last seven days, of every tribe that had any, then or the time before."""
    since = clock.now() - WEEK
    shown = Post.objects.filter(pk__gte=key_at(since), tribe__isnull=False, is_shown=True)
    posts: dict[UUID, int] = dict(shown.values_list("tribe").annotate(n=Count("pk")).order_by())
    arrived = Membership.objects.filter(joined_at__gte=since)
    joins: dict[UUID, int] = dict(arrived.values_list("tribe").annotate(n=Count("pk")).order_by())
    known = Tribe.objects.exclude(week_posts=0, week_joins=0).values_list("pk", flat=True)
    for key in {*known, *joins, *posts}:
        Tribe.objects.filter(pk=key).update(week_posts=posts.get(key, 0), week_joins=joins.get(key, 0))


def count_posts(*, tribe_id: UUID) -> None:
    """How many posts show in a tribe."""
    Tribe.objects.filter(pk=tribe_id).update(posts_count=Post.objects.filter(tribe=tribe_id, is_shown=True).count())
