"""`clock.now()` is the only way the house asks for the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_shift: timedelta = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _shift


def timestamp() -> float:
    """Seconds since 1970-01-01 UTC."""
    return now().timestamp()


def shift() -> timedelta:
    """How far the time told is from the machine's: nothing, but for tests and the demo."""
    return _shift


def today(zone: ZoneInfo | None = None) -> date:
    """The calendar day in `zone` (UTC when none is given)."""
    return now().astimezone(zone or UTC).date()


@contextmanager
def travel(by: timedelta) -> Iterator[None]:
    """For tests: inside the block, time runs on from `by` later (or earlier)."""
    global _shift
    before = _shift
    _shift = before + by
    try:
        yield
    finally:
        _shift = before
