"""The yearly transparency report: Regulation (EU) 2022/2065 art. 15 and 24, in numbers.

Categories are those of Implementing Regulation (EU) 2024/2835. Nobody is named, and no words of anybody's are in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from bouquet.capabilities.moderation.engine import reasons
from bouquet.capabilities.moderation.engine.measures import Measure
from bouquet.capabilities.moderation.models import Appeal, Case, Decision, Report
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock

Span = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class Row:
    """One line. Hours are the median from the beginning to the decision; None where nothing was decided."""

    section: str
    category: str
    what: str
    count: int
    median_hours: float | None = None


@dataclass(frozen=True)
class Summary:
    year: int
    network: str
    made_at: datetime
    rows: tuple[Row, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def as_rows(self) -> Iterator[tuple[object, ...]]:
        """As COLUMNS."""
        for row in self.rows:
            hours = "" if row.median_hours is None else row.median_hours
            yield (self.year, row.section, row.category, row.what, row.count, hours)

    def section(self, name: str) -> list[Row]:
        return [row for row in self.rows if row.section == name]


COLUMNS = ("year", "section", "category", "what", "count", "median_hours")
# art. 15(1)(b), (c), (d), (e), and art. 23.
SECTIONS = ("notices", "notices_outcome", "measures", "complaints", "automated", "suspensions")


def summary(year: int) -> Summary:
    """What was reported, decided and contested in a calendar year of the network's time zone."""
    zone = ZoneInfo(network().time_zone)
    span = (datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))
    parts = (_notices(span), _outcomes(span), _measures(span), _complaints(span), _automated(span), _suspensions(span))
    return Summary(year, network().name, clock.now(), tuple(row for part in parts for row in part))


def years() -> list[int]:
    """Every year in which something was reported or decided, the last first; this one at least."""
    moments = [
        *Report.objects.order_by("made_at").values_list("made_at", flat=True)[:1],
        *Decision.objects.order_by("made_at").values_list("made_at", flat=True)[:1],
    ]
    zone = ZoneInfo(network().time_zone)
    first = min((moment.astimezone(zone).year for moment in moments), default=clock.today(zone).year)
    return list(range(clock.today(zone).year, first - 1, -1))


def _notices(span: tuple[datetime, datetime]) -> Iterator[Row]:
    """Art. 15(1)(b): notices by the alleged category and ground, with the median time to act."""
    made = Report.objects.filter(made_at__gte=span[0], made_at__lt=span[1])
    for (code, ground), spans in _gathered(made.values_list("reason", "ground", "made_at", "decided_at")):
        yield Row("notices", reasons.reason(code).category, ground, len(spans), _median_hours(spans))


def _outcomes(span: tuple[datetime, datetime]) -> Iterator[Row]:
    decided = Report.objects.filter(decided_at__gte=span[0], decided_at__lt=span[1])
    for (code, state), spans in _gathered(decided.values_list("reason", "state", "made_at", "decided_at")):
        what = "followed" if state == Report.State.UPHELD else "not_followed"
        yield Row("notices_outcome", reasons.reason(code).category, what, len(spans), _median_hours(spans))


def _measures(span: tuple[datetime, datetime]) -> Iterator[Row]:
    """Art. 15(1)(b) and (c): what was done, by category; on notice or by ourselves, on which ground, found by what."""
    made = Decision.objects.restricting().filter(made_at__gte=span[0], made_at__lt=span[1])
    rows = made.values_list(
        "reason",
        "measure",
        "sanction",
        "ground",
        "source",
        "found_by_machine",
        "decided_by_machine",
        "case__opened_at",
        "made_at",
    )
    for (code, measure, sanction, ground, source, found, decided), spans in _gathered(rows):
        done = "+".join(part for part in (measure if measure != Measure.KEEP else "", sanction) if part)
        origin = "notice" if source in (Case.Source.REPORT, Case.Source.APPEAL) else "own_initiative"
        means = "automated" if decided else ("found_by_machine" if found else "by_people")
        what = f"{done};{ground};{origin};{means}"
        yield Row("measures", reasons.reason(code).category, what, len(spans), _median_hours(spans))


def _complaints(span: tuple[datetime, datetime]) -> Iterator[Row]:
    """Art. 15(1)(d): who contested, what came of it, in which time."""
    made = Appeal.objects.filter(made_at__gte=span[0], made_at__lt=span[1])
    rows = made.values_list("decision__reason", "state", "report__ground", "made_at", "decided_at")
    for (code, state, reported), spans in _gathered(rows):
        what = f"{state};{'by_reporter' if reported else 'by_author'}"
        yield Row("complaints", reasons.reason(code).category, what, len(spans), _median_hours(spans))


def _automated(span: tuple[datetime, datetime]) -> Iterator[Row]:
    """Art. 15(1)(e): what machines put before people, and how often people found that wrong: the rate of error."""
    found = Decision.objects.filter(found_by_machine=True, made_at__gte=span[0], made_at__lt=span[1])
    for source in (Case.Source.WORD, Case.Source.MACHINE):
        there = found.filter(source=source)
        kept = there.filter(measure=Measure.KEEP, sanction="").count()
        yield Row("automated", "", f"{source}_looked_at", there.count())
        yield Row("automated", "", f"{source}_found_wrong", kept)
    taken = Decision.objects.filter(decided_by_machine=True, made_at__gte=span[0], made_at__lt=span[1])
    yield Row("automated", "", "decided_without_people", taken.count())
    yield Row("automated", "", "decided_without_people_and_reversed", taken.filter(reversed_at__isnull=False).count())


def _suspensions(span: tuple[datetime, datetime]) -> Iterator[Row]:
    """Art. 24(1)(b): suspensions under art. 23."""
    made = Decision.objects.filter(made_at__gte=span[0], made_at__lt=span[1], sanction__in=("suspend", "ban"))
    for sanction, count in made.order_by("sanction").values_list("sanction").annotate(Count("pk")):
        yield Row("suspensions", "", sanction, count)
    yield Row("suspensions", "", "reversed", made.filter(reversed_at__isnull=False).count())


def _gathered(rows: Iterable[tuple[Any, ...]]) -> list[tuple[tuple[Any, ...], list[Span]]]:
    """By everything but the last two columns, which are when it began and when it was decided."""
    groups: dict[tuple[Any, ...], list[Span]] = {}
    for *key, begun_at, decided_at in rows:
        groups.setdefault(tuple(key), []).append((begun_at, decided_at))
    return sorted(groups.items(), key=lambda group: tuple(map(str, group[0])))


def _median_hours(spans: list[Span]) -> float | None:
    hours = [(end - begin).total_seconds() / 3600 for begin, end in spans if begin and end]
    return round(median(hours), 2) if hours else None
