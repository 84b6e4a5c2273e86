"""Where a list of comments goes on: a row's place in the order, as a short text in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_MICROSECONDS = 253_402_300_000_000_000


@dataclass(frozen=True, order=True)
class Place:
    """What a comment is sorted by, whatever the order."""

    likes: int
    posted_at: datetime
    key: UUID


@dataclass(frozen=True)
class Cursor:
    """A place, and the moment whose likes the reader's first page was sorted by (most liked only)."""

    place: Place
    as_of: datetime | None = None


def written(cursor: Cursor) -> str:
    """Digits and letters only."""
    place = cursor.place
    text = f"{place.likes:x}-{_micros(place.posted_at):x}-{place.key.hex}"
    return text if cursor.as_of is None else f"{text}-{_micros(cursor.as_of):x}"


def read(text: str) -> Cursor | None:
    """The inverse of `written`; None for anything else, and the list begins at its beginning."""
    parts = text.split("-")
    if len(parts) not in (3, 4):
        return None
    try:
        numbers = [int(part, 16) for part in (parts[0], parts[1], *parts[3:])]
        key = UUID(hex=parts[2])
    except ValueError:
        return None
    if numbers[0] >= 2**31 or max(numbers[1:]) > _MOST_MICROSECONDS or min(numbers) < 0:
        return None
    as_of = _moment(numbers[2]) if len(numbers) == 3 else None
    return Cursor(Place(numbers[0], _moment(numbers[1]), key), as_of)


def _micros(moment: datetime) -> int:
    return (moment - _BEGINNING) // timedelta(microseconds=1)


def _moment(micros: int) -> datetime:
    return _BEGINNING + timedelta(microseconds=micros)
