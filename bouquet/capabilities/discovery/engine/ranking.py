"""Which of the things that hold the words comes first: how much they are about them × how fresh × how liked.

BM25F with two fields (Robertson and Zaragoza, 2009): https://doi.org/10.1561/1500000019. How rare a word is counts only
among what everyone may find, and only up to `COMMON`: nothing of it tells how often it stands in what others keep
closed, and counting costs the same however much there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import log, log1p

# From so many things on, a word is simply common.
COMMON = 2_000
TITLE_WEIGHT = 5.0
EXACT_WEIGHT = 1.5
K1, B = 1.2, 0.6
AVERAGE_WORDS = 60
FRESH_DAYS = 60.0


def weight_of(documents: int) -> float:
    """How much a word tells that so many open things hold."""
    return log(1 + COMMON / (documents + 0.5))


def score(
    terms: Mapping[str, float],
    exact: Sequence[str],
    *,
    names: str,
    title: str,
    body: str,
    made_at: datetime,
    popularity: int,
    now: datetime,
) -> float:
    """`terms` are stems with their weights; `exact` the words as typed, which count more where they stand so."""
    title_stems, body_stems = title.split(), body.split()
    length = len(title_stems) + len(body_stems)
    dampened = K1 * (1 - B + B * length / AVERAGE_WORDS)
    relevance = 0.0
    for term, weight in terms.items():
        often = TITLE_WEIGHT * title_stems.count(term) + body_stems.count(term)
        relevance += weight * often * (K1 + 1) / (often + dampened)
    if exact:
        known = set(names.split())
        relevance += EXACT_WEIGHT * sum(word in known for word in exact)
        # The whole title was typed: that is what they came for.
        if names.split()[: len(exact)] == list(exact):
            relevance *= 1.3
    return relevance * freshness(made_at, now) * liking(popularity)


def freshness(made_at: datetime, now: datetime) -> float:
    """From 1.5 for what was made just now down to 1, half of the way every `FRESH_DAYS`."""
    days = max(0.0, (now - made_at) / timedelta(days=1))
    return float(1 + 0.5 * 2 ** (-days / FRESH_DAYS))


def liking(popularity: int) -> float:
    """1 without any, 1.25 at ten, 1.5 at a hundred, and so on by tens."""
    return 1 + 0.108 * log1p(max(0, popularity))
