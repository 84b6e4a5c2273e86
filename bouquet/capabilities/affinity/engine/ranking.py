"""From how much a profile speaks for things to what is shown: fresh, not only the large, and not all alike."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

# A thing in which nothing happened for so long is worth half as much, but never less than the floor.
FRESH_FOR: Final = timedelta(days=45)
LEAST_FRESH: Final = 0.4
# Scores are divided by (10 + size)^SMALLNESS: of two tribes that suit alike, the one with 50 people comes before the
# one with 50,000 unless it suits only half as much.
SMALLNESS: Final = 0.12
_GROUND: Final = 10
# MMR: how much suiting counts beside being unlike what is already shown.
RELEVANCE: Final = 0.65


@dataclass(frozen=True)
class Candidate:
    """`score` above 0; `marks` are what makes two of them alike (tags, the reason they are here)."""

    key: Hashable
    score: float
    size: int
    active_at: datetime
    marks: frozenset[Hashable] = frozenset()


def freshness(active_at: datetime, *, now: datetime) -> float:
    """From 1 (something happens there now) down to LEAST_FRESH."""
    age = max(timedelta(0), now - active_at)
    return LEAST_FRESH + (1 - LEAST_FRESH) * float(0.5 ** (age / FRESH_FOR))


def smallness(size: int) -> float:
    """From 1 (nobody is in it) down."""
    return float(((_GROUND + max(0, size)) / _GROUND) ** -SMALLNESS)


def weighed(candidates: Sequence[Candidate], *, now: datetime) -> list[Candidate]:
    """Score × freshness × smallness, the best first; 1 is the best before these two."""
    best = max((each.score for each in candidates), default=0.0) or 1.0
    scored = [
        replace(each, score=each.score / best * freshness(each.active_at, now=now) * smallness(each.size))
        for each in candidates
    ]
    return sorted(scored, key=lambda each: -each.score)


def alike(one: Collection[Hashable], other: Collection[Hashable]) -> float:
    """Jaccard: what both have, of all they have. From 0 to 1; nothing is like nothing."""
    one, other = set(one), set(other)
    return len(one & other) / len(one | other) if one or other else 0.0


def varied(candidates: Sequence[Candidate], *, most: int, relevance: float = RELEVANCE) -> list[Candidate]:
    """`most` of them by maximal marginal relevance (J. Carbonell, J. Goldstein, SIGIR 1998): each next one has the
    largest relevance · score − (1 − relevance) · the likeness to the likest already chosen. Scores are from 0 to 1."""
    rest = list(candidates)
    chosen: list[Candidate] = []
    nearest = [0.0] * len(rest)
    while rest and len(chosen) < most:
        worth = [relevance * each.score - (1 - relevance) * near for each, near in zip(rest, nearest, strict=True)]
        place = max(range(len(rest)), key=worth.__getitem__)
        taken = rest.pop(place)
        nearest.pop(place)
        chosen.append(taken)
        nearest = [max(near, alike(each.marks, taken.marks)) for each, near in zip(rest, nearest, strict=True)]
    return chosen
