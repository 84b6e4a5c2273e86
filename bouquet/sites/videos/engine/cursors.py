"""Where a list goes on: the last row of the page before, as a short text in the address (keyset pagination)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def at_moment(moment: datetime | None, key: UUID) -> str:
    """After the row `key` of `moment`; the beginning when there is none."""
    if moment is None:
        return ""
    return f"{(moment - _BEGINNING) // timedelta(microseconds=1):x}-{key.hex}"


def at_number(number: int, key: UUID) -> str:
    """After the row `key` of `number`."""
    return f"{number:x}-{key.hex}"


def read_moment(cursor: str) -> tuple[datetime, UUID] | None:
    """The inverse of `at_moment`; None for anything else, and the list begins at its beginning."""
    read = read_number(cursor)
    try:
        return read and (_BEGINNING + timedelta(microseconds=read[0]), read[1])
    except OverflowError:
        return None


def read_number(cursor: str) -> tuple[int, UUID] | None:
    """The inverse of `at_number`; None for anything else."""
    number, _dash, key = cursor.partition("-")
    try:
        return int(number, 16), UUID(hex=key)
    except ValueError:
        return None
