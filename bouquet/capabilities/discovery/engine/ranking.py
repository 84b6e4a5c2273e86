"""Which of the things that hold the words comes first: how much they are about them × how fresh × how liked.

BM25F with two fields (Robertson and Zaragoza, 2009): https://doi.org/10.1561/1500000019. How rare a word is counts only
among what everyone may find, and only up to `COMMON`: nothing of it tells how often it stands in what others keep
closed, and counting costs the same however much there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log, log1p

# From so many things on, a word is simply common.
COMMON = 2_000
TITLE_WEIGHT = 5.0
EXACT_WEIGHT = 1.5
BEGINNING = 1.3
K1, B = 1.2, 0.6
AVERAGE_WORDS = 60
FRESH_DAYS = 60.0


def weight_of(documents: int) -> float:
    """How much a word tells that so many open things hold."""
    return log(1 + COMMON / (documents + 0.5))


def score(terms: Mapping[str, float], exact: Sequence[str], *, names: str, title: str, body: str) -> float:
    """`terms` are stems with their weights; `exact` the words as typed, which count more where they stand so."""
    # Searched as text between spaces: three hundred rows are not split into words for it. A word right after itself
    # counts half, which is as much as it says.
    title, body, names = f" {title} ", f" {body} ", f" {names} "
    dampened = K1 * (1 - B + B * (title.count(" ") + body.count(" ") - 4) / AVERAGE_WORDS)
    relevance = 0.0
    for term, weight in terms.items():
        word = f" {term} "
        often = TITLE_WEIGHT * title.count(word) + body.count(word)
        relevance += weight * often * (K1 + 1) / (often + dampened)
    for word in exact:
        if f" {word} " in names:
            relevance += EXACT_WEIGHT
    # The title begins as was typed: that is what they came for.
    return relevance * (BEGINNING if exact and names.startswith(f" {' '.join(exact)} ") else 1)


def freshness(seconds: float) -> float:
    """From 1.5 for what was made just now down to 1, half of the way every `FRESH_DAYS`."""
    return float(1 + 0.5 * 2 ** (-max(0.0, seconds) / 86_400 / FRESH_DAYS))


def liking(popularity: int) -> float:
    """1 without any, 1.25 at ten, 1.5 at a hundred, and so on by tens."""
    return 1 + 0.108 * log1p(max(0, popularity))
