"""What was done counts half as much after every half-life. Sums are kept as they stood at their last change, so that a
row needs no visit to age: sum(t) = sum(t₀) · 2^(−(t − t₀)/half-life)."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import log2
from typing import Final

HALF_LIFE: Final = timedelta(days=60)
# Below it a row says nothing any more and is forgotten: an act of weight 4 after about sixteen months.
FAINTEST: Final = 0.015


def decayed(weight: float, *, since: datetime, now: datetime) -> float:
    """What is left of `weight`; the future (a clock that was wrong) does not make it grow."""
    age = max(timedelta(0), now - since)
    return weight * float(0.5 ** (age / HALF_LIFE))


def faded_before(weight: float, *, now: datetime) -> datetime:
    """A row of at most `weight` that was summed up before this moment is below `FAINTEST` at `now`."""
    return now - HALF_LIFE * max(0.0, log2(weight / FAINTEST))
