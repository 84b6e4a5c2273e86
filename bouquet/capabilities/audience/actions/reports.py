"""What an author sees of one thing's audience: nothing is hidden, every play that was not counted says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from bouquet.capabilities.audience.models import DailyFigures, Refusal, Retention
from bouquet.foundation.clock import clock


@dataclass(frozen=True)
class Day:
    """One day of the network's time zone."""

    date: date
    started: int
    counted: int
    refused: int
    watched_seconds: int


@dataclass(frozen=True)
class Reason:
    """Why plays were not counted, in the reader's language, and how many."""

    key: str
    label: str
    number: int


@dataclass(frozen=True)
class Report:
    """`started` = `counted` + all of `refused` + `too_short` (which includes plays that still run).

    `retention` has a hundred shares between 0 and 1, one for each hundredth of the thing; it is empty while nobody has
    watched, and covers all time, not only `days`.
    """

    days: list[Day]
    started: int
    counted: int
    too_short: int
    refused: list[Reason]
    watched_seconds: int
    retention: list[float]

    @property
    def seconds_per_play(self) -> float:
        """Average watch time of a play."""
        return self.watched_seconds / self.started if self.started else 0.0


def report(kind: str, subject_id: UUID, *, days: int) -> Report:
    """The last `days` days, today included, every one of them present."""
    today = clock.today(ZoneInfo(settings.TIME_ZONE))
    first = today - timedelta(days=days - 1)
    rows = {
        row.date: row
        for row in DailyFigures.objects.filter(subject_kind=kind, subject_id=subject_id, date__range=(first, today))
    }
    by_reason = {reason: sum(row.refused.get(reason.value, 0) for row in rows.values()) for reason in Refusal}
    started = sum(row.started for row in rows.values())
    counted = sum(row.counted for row in rows.values())
    return Report(
        days=[_day(first + timedelta(days=number), rows) for number in range(days)],
        started=started,
        counted=counted,
        # A play that began before the first day may have been counted within it.
        too_short=max(0, started - counted - sum(by_reason.values())),
        refused=[Reason(reason.value, str(reason.label), number) for reason, number in by_reason.items() if number],
        watched_seconds=sum(row.watched_tenths for row in rows.values()) // 10,
        retention=_curve(kind, subject_id),
    )


def _day(day: date, rows: dict[date, DailyFigures]) -> Day:
    row = rows.get(day)
    if row is None:
        return Day(day, 0, 0, 0, 0)
    return Day(day, row.started, row.counted, sum(row.refused.values()), row.watched_tenths // 10)


def _curve(kind: str, subject_id: UUID) -> list[float]:
    row = Retention.objects.filter(subject_kind=kind, subject_id=subject_id).first()
    if row is None or not row.sessions:
        return []
    return [round(min(1.0, number / row.sessions), 4) for number in row.reached]
