"""Where the inbox goes on: the last entry of the page before, as a short text in the address (keyset pagination)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def cursor_at(moment: datetime, key: UUID) -> str:
    """After the entry `key` of `moment`."""
    return f"{(moment - _BEGINNING) // timedelta(microseconds=1):x}-{key.hex}"


def read_cursor(text: str) -> tuple[datetime, UUID] | None:
    """The inverse; None for anything else, and the list begins at its beginning."""
    number, _dash, key = text.partition("-")
    try:
        return _BEGINNING + timedelta(microseconds=int(number, 16)), UUID(hex=key)
    except (ValueError, OverflowError):
        return None
