"""How much somebody is trusted, from their history. docs/operating/moderation.md tells it to operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class History:
    """Since the account was opened: how long ago, what was done, on how many days; what was held against it lately."""

    age: timedelta
    acts: int
    days: int
    held_against: int


# What it takes to be trusted 1, 2 and 3.
STEPS = (
    (timedelta(days=3), 5, 2),
    (timedelta(days=30), 50, 10),
    (timedelta(days=180), 300, 60),
)
MEMORY = timedelta(days=180)


def trust(history: History) -> int:
    """0 to 3: what was earned, one less for each weight that was upheld within `MEMORY`."""
    earned = sum(history.age >= age and history.acts >= acts and history.days >= days for age, acts, days in STEPS)
    return max(0, earned - history.held_against)


def weight_of_reporter(*, trust: int, right: int, wrong: int) -> float:
    """What a report counts for, 0.1 to 2.5: trust, and how often earlier reports were upheld (art. 23(2) and (3)).

    Laplace's rule of succession: without any history, half of what is said turns out right.
    """
    share = (right + 1) / (right + wrong + 2)
    return round(max(0.1, 2 * share * (0.5 + trust / 4)), 3)


NOBODY_KNOWN = 0.5
# One report by a stranger that a life is in danger comes before many that something is spam.
STEEPNESS = {1: 1, 2: 3, 3: 10, 4: 100}


def priority(*, severity: int, weights: float, is_held: bool) -> int:
    """Severity × reports × trust of those who report. What is held counts as one report: its author waits."""
    return round(100 * STEEPNESS[severity] * (weights + (1.0 if is_held else 0.0)))
