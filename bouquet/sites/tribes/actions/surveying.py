"""How the tribes are: what the desk shows to those who run the network. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Sum

from bouquet.capabilities.moderation.models import Case
from bouquet.foundation.clock import clock
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.engine.keys import key_at
from bouquet.sites.tribes.models import Ask, Membership, Post, Tribe, Verdict
from bouquet.sites.tribes.models.states import OPENLY

MOST = 15
QUIET = timedelta(days=30)
PATIENCE = timedelta(days=3)
# A report must be looked at "in a timely manner" (Regulation (EU) 2022/2065 art. 16(6)): later than that, it is late.
LATE = timedelta(days=1)


@dataclass(frozen=True)
class Reported:
    """A tribe or a post that was reported and waits; `is_late` after a day."""

    case: Case
    tribe: Tribe | None
    is_late: bool


@dataclass(frozen=True)
class Health:
    """Numbers of today and the tribes behind them."""

    tribes: int
    active: int
    archived: int
    quiet: int
    members: int
    week_posts: int
    week_joins: int
    waiting_asks: int
    liveliest: list[Tribe]
    growing: list[Tribe]
    reported: list[Reported]
    reported_count: int


def survey() -> Health:
    """A dozen queries over counts that are kept."""
    now = clock.now()
    alive = Tribe.objects.filter(archived_at=None, standing__in=OPENLY)
    sums = alive.aggregate(posts=Sum("week_posts"), joins=Sum("week_joins"))
    cases = Case.objects.open().filter(kind__in=(POST, TRIBE))
    return Health(
        tribes=alive.count(),
        active=alive.filter(week_posts__gt=0).count(),
        archived=Tribe.objects.filter(archived_at__isnull=False).count(),
        quiet=alive.exclude(last_post_id__gte=key_at(now - QUIET)).count(),
        members=Membership.objects.values("account").distinct().count(),
        week_posts=sums["posts"] or 0,
        week_joins=sums["joins"] or 0,
        waiting_asks=Ask.objects.filter(verdict=Verdict.WAITING, asked_at__lt=now - PATIENCE).count(),
        liveliest=list(alive.filter(week_posts__gt=0).order_by("-week_posts", "-pk")[:MOST]),
        growing=list(alive.filter(week_joins__gt=0).order_by(F("week_joins").desc(), "-pk")[:MOST]),
        reported=_reported(list(cases.by_priority()[:MOST]), late_before=now - LATE),
        reported_count=cases.count(),
    )


def _reported(cases: list[Case], *, late_before: datetime) -> list[Reported]:
    posts = Post.objects.select_related("tribe").in_bulk([case.key for case in cases if case.kind == POST])
    tribes = Tribe.objects.in_bulk([case.key for case in cases if case.kind == TRIBE])
    found = []
    for case in cases:
        post = posts.get(case.key)
        tribe = post.tribe if post else tribes.get(case.key)
        found.append(Reported(case, tribe, case.opened_at < late_before))
    return found
