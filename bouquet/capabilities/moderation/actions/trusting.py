"""Reckon how far people are trusted, from what they did and what was upheld against them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Max, Sum

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine import standing
from bouquet.capabilities.moderation.engine.measures import WEIGHTS, Measure
from bouquet.capabilities.moderation.engine.standing import History
from bouquet.capabilities.moderation.models import Decision, Pace, Report, Trust
from bouquet.foundation.clock import clock


def reckon_everyone() -> int:
    """A chore: whoever did something since yesterday, and whoever has something held against them. How many."""
    since = (clock.now() - timedelta(days=2)).date()
    active = Pace.objects.filter(last_date__gte=since).values_list("account_id", flat=True)
    watched = Trust.objects.filter(held_against__gt=0).values_list("account_id", flat=True)
    count = 0
    for account in Account.objects.filter(pk__in=active.union(watched), erased_at=None).iterator(chunk_size=500):
        reckon(account=account)
        count += 1
    return count


def reckon(*, account: Account) -> Trust:
    """Reckon one person's trust now; four queries. Safe to repeat."""
    now = clock.now()
    done = Pace.objects.filter(account=account).aggregate(acts=Sum("acts"), days=Max("days"))
    held_against = _held_against(account)
    judged = dict(
        Report.objects.filter(reporter=account)
        .exclude(state=Report.State.WAITING)
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    history = History(
        age=now - account.opened_at, acts=done["acts"] or 0, days=done["days"] or 0, held_against=held_against
    )
    row, _is_new = Trust.objects.update_or_create(
        pk=account.pk,
        defaults={
            "level": standing.trust(history),
            "held_against": held_against,
            "right": judged.get(Report.State.UPHELD, 0),
            "wrong": judged.get(Report.State.NOT_UPHELD, 0),
            "reckoned_at": now,
        },
    )
    return row


def _held_against(account: Account) -> int:
    lately = Decision.objects.in_force().filter(account=account, made_at__gte=clock.now() - standing.MEMORY)
    return sum(
        max(WEIGHTS[Measure(measure)], WEIGHTS[Measure(sanction)] if sanction else 0)
        for measure, sanction in lately.values_list("measure", "sanction")
    )
