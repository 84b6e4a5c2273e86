"""Hours in which nobody wants to be disturbed, by the clock on the member's own wall.

A wall clock jumps twice a year. Where it is put forward over the end of the quiet hours they end at the jump; where it
is put back they end when their end first shows, and an hour that shows twice is quiet twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
# Hours that take turns around the clock would have no end: then it ends after a few of them.
_MOST_TURNS = 8


@dataclass(frozen=True)
class Hours:
    """From `start` until just before `end`; over midnight where `end` comes first. None when they are the same."""

    start: time
    end: time

    def holds(self, moment: time) -> bool:
        """Whether they hold at `moment` of the wall clock."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


def is_quiet(at: datetime, hours: Sequence[Hours], zone: ZoneInfo) -> bool:
    """Whether one of `hours` holds at the moment `at` in `zone`."""
    return _holding(at, hours, zone) is not None


def end_of_quiet(at: datetime, hours: Sequence[Hours], zone: ZoneInfo) -> datetime:
    """The first moment, from `at` on, that is in none of `hours` any more; `at` itself when none holds. In UTC."""
    moment = at.astimezone(UTC)
    for _ in range(_MOST_TURNS):
        holding = _holding(moment, hours, zone)
        if holding is None:
            break
        moment = _end(moment, holding, zone)
    return moment


def start_of_quiet(at: datetime, hours: Sequence[Hours], zone: ZoneInfo) -> datetime | None:
    """The first moment after `at` when one of `hours` begins, in UTC; None where there are none.

    A beginning that the wall clock jumps over is told too early rather than too late.
    """
    day = at.astimezone(zone).date()
    walls = [
        datetime.combine(day + number * _DAY, one.start, tzinfo=zone).replace(fold=fold).astimezone(UTC)
        for one in hours
        if one.start != one.end
        for number in (0, 1, 2)
        for fold in (0, 1)
    ]
    return min((wall for wall in walls if wall > at), default=None)


def _holding(at: datetime, hours: Sequence[Hours], zone: ZoneInfo) -> Hours | None:
    moment = at.astimezone(zone).time()
    return next((one for one in hours if one.holds(moment)), None)


def _end(at: datetime, hours: Hours, zone: ZoneInfo) -> datetime:
    """The next time the wall clock shows the end of `hours`, or jumps over it."""
    local = at.astimezone(zone).replace(tzinfo=None)
    wall = datetime.combine(local.date(), hours.end)
    if wall <= local:
        wall += _DAY
    end = wall.replace(tzinfo=zone).astimezone(UTC)
    if end <= at:
        # The hour shows twice, and it is the second time already.
        end = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if end.astimezone(zone).replace(tzinfo=None) != wall:
        end = _jump(end, zone)
    return end


def _jump(after: datetime, zone: ZoneInfo) -> datetime:
    """When the clock was last put forward before `after`, to the second."""
    early, late = after - timedelta(hours=3), after
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
