"""The number of a thing in the index: the newer the greater, so that the newest matches are found without sorting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from uuid import UUID

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_BITS = 22


def place_of(made_at: datetime, kind: str, key: UUID) -> int:
    """63 bits: milliseconds, then what tells apart things of the same one. Two things may still meet on a place."""
    moment = min(max(0, (made_at - _BEGINNING) // timedelta(milliseconds=1)), (1 << 41) - 1)
    apart = int.from_bytes(blake2b(f"{kind}:{key}".encode(), digest_size=4).digest(), "big")
    return moment << _BITS | apart & ((1 << _BITS) - 1)


def is_of(place: int, made_at: datetime) -> bool:
    """Whether `place` is in the millisecond of `made_at`."""
    return place >> _BITS == place_of(made_at, "", UUID(int=0)) >> _BITS


def moment_of(place: int) -> float:
    """The seconds since 1970 at which what stands at `place` was made."""
    return (place >> _BITS) / 1000
