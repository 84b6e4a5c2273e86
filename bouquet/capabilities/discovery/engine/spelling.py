"""Words that were meant by words that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST, LONGEST = 3, 30


def is_spellable(word: str) -> bool:
    """Whether a word may be learned and corrected: long enough, and no number."""
    return SHORTEST <= len(word) <= LONGEST and not word.isdecimal()


def grams(word: str) -> set[str]:
    """Every three letters in a row, the beginning and the end marked by spaces."""
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def nearest(word: str, known: Iterable[str], *, most: int = 5) -> list[str]:
    """Of the `known` words those at most one slip away (two from six letters on), the nearest first."""
    from rapidfuzz.distance import OSA

    slips = 1 if len(word) < 6 else 2
    rated = [(OSA.distance(word, each, score_cutoff=slips), each) for each in known if each != word]
    # Of two as near, the one that begins alike: people rarely miss the first letter.
    near = [(distance, each[0] != word[0], each) for distance, each in rated if distance <= slips]
    return [each for *_, each in sorted(near)[:most]]
