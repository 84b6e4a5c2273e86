"""Exact counters: the database adds and takes away by itself, so that no two writers overwrite each other."""

from __future__ import annotations

from django.db.models import F

from bouquet.capabilities.comments.models import TalkRules, Tally
from bouquet.foundation.subjects.subject import Ref


def count(ref: Ref, what: str, by: int) -> None:
    """Add `by` to one counter of `ref`, in the transaction of the change it counts."""
    row = Tally.objects.filter(kind=ref.kind, key=ref.key, what=what)
    if not row.update(count=F("count") + by):
        Tally.objects.bulk_create([Tally(kind=ref.kind, key=ref.key, what=what)], ignore_conflicts=True)
        row.update(count=F("count") + by)


def count_arrival(ref: Ref) -> None:
    """One more comment was shown for the first time."""
    row = TalkRules.objects.filter(kind=ref.kind, key=ref.key)
    if not row.update(arrivals=F("arrivals") + 1):
        make_rules(ref)
        row.update(arrivals=F("arrivals") + 1)


def make_rules(ref: Ref) -> None:
    """The row of the talk is there from now on."""
    TalkRules.objects.bulk_create([TalkRules(kind=ref.kind, key=ref.key)], ignore_conflicts=True)


def rules_of(ref: Ref) -> TalkRules:
    """What was decided for the talk; nothing yet, when nobody has."""
    found = TalkRules.objects.filter(kind=ref.kind, key=ref.key).select_related("pinned").first()
    return found or TalkRules(kind=ref.kind, key=ref.key)
