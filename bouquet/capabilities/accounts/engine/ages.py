"""Ages. What follows from them, `policies.safeguards_of` says."""

from __future__ import annotations

from datetime import date

OLDEST = 120


def age_on(day: date, born: date) -> int:
    """Whole years lived. Born on 29 February: a year older on 1 March in years that have no such day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_plausible(born: date, on: date) -> bool:
    """A birth date that a living person may have."""
    return born <= on and age_on(on, born) <= OLDEST
