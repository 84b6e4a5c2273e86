"""Adding to the figures. Only ever called behind the counting lock, so reading and then writing loses nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from bouquet.capabilities.audience.engine.growth import Added, Curve
from bouquet.capabilities.audience.events import ViewsCounted
from bouquet.capabilities.audience.models import DailyFigures, Retention
from bouquet.foundation.events.announcing import announce

CHUNK = 500


def add_days(days: Mapping[tuple[str, UUID, date], Added]) -> None:
    """Add to the figures of each subject's day."""
    rows = {(row.subject_kind, row.subject_id, row.date): row for row in _rows_of(days)}
    for (kind, subject, day), added in days.items():
        row = rows.setdefault(
            (kind, subject, day), DailyFigures(subject_kind=kind, subject_id=subject, date=day, refused={})
        )
        row.started += added.started
        row.counted += added.counted
        row.watched_tenths += added.watched_tenths
        for reason, number in added.refused.items():
            row.refused[reason] = row.refused.get(reason, 0) + number
    fields = ["started", "counted", "refused", "watched_tenths"]
    DailyFigures.objects.bulk_create([row for row in rows.values() if row.pk is None], CHUNK)
    DailyFigures.objects.bulk_update([row for row in rows.values() if row.pk is not None], fields, CHUNK)


def add_curves(curves: Mapping[tuple[str, UUID], Curve]) -> None:
    """Add to each subject's retention."""
    subjects = list(curves)
    rows = {
        (row.subject_kind, row.subject_id): row
        for start in range(0, len(subjects), CHUNK)
        for row in Retention.objects.filter(subject_id__in=[key for _, key in subjects[start : start + CHUNK]])
        if (row.subject_kind, row.subject_id) in curves
    }
    for subject, curve in curves.items():
        row = rows.setdefault(subject, Retention(subject_kind=subject[0], subject_id=subject[1]))
        row.sessions += curve.sessions
        for bucket, number in curve.reached.items():
            row.reached[bucket] += number
    Retention.objects.bulk_create([row for row in rows.values() if row.pk is None], CHUNK)
    Retention.objects.bulk_update([row for row in rows.values() if row.pk is not None], ["sessions", "reached"], CHUNK)


def announce_views(views: Mapping[tuple[str, UUID], int]) -> None:
    """One event for each subject."""
    for (kind, subject), number in views.items():
        announce(ViewsCounted(subject_kind=kind, subject_id=subject, views=number))


def _rows_of(days: Iterable[tuple[str, UUID, date]]) -> Iterable[DailyFigures]:
    subjects: defaultdict[date, list[UUID]] = defaultdict(list)
    kinds = set()
    for kind, subject, day in days:
        subjects[day].append(subject)
        kinds.add(kind)
    for day, keys in subjects.items():
        for start in range(0, len(keys), CHUNK):
            yield from DailyFigures.objects.filter(
                subject_kind__in=kinds, subject_id__in=keys[start : start + CHUNK], date=day
            )
