"""Ages, and what the law makes of them."""

from __future__ import annotations

from datetime import date

# The French digital majority: loi n° 2023-566 du 7 juillet 2023, and the age of consent of RGPD art. 8 as set by
# art. 45 of loi n° 78-17 « Informatique et Libertés ».
DIGITAL_MAJORITY = 15
# Code civil, art. 388.
MAJORITY = 18
OLDEST = 120


def age_on(day: date, born: date) -> int:
    """Whole years lived. Born on 29 February: a year older on 1 March in years that have no such day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_plausible(born: date, on: date) -> bool:
    """A birth date that a living person may have."""
    return born <= on and age_on(on, born) <= OLDEST
