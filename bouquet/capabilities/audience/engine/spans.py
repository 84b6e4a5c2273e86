"""What was seen of a thing, as spans of tenths of seconds: sorted, apart from each other, start before end.

Union is all that ever happens to them. It does not mind order or repetition, so beacons may come twice, late, or not at
all when a later one says the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

Spans = list[tuple[int, int]]

TENTHS = 10
BUCKETS = 100
# A member who jumps about more than this leaves a picture that is a little coarser.
MOST_SPANS = 100


def union(*many: Iterable[tuple[int, int]]) -> Spans:
    """Everything that is in any of them."""
    merged: Spans = []
    for start, end in sorted(span for spans in many for span in spans):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        elif end > start:
            merged.append((start, end))
    return merged if len(merged) <= MOST_SPANS else _coarser(merged)


def length(spans: Spans) -> int:
    """Tenths of seconds seen at least once."""
    return sum(end - start for start, end in spans)


def buckets(spans: Spans, duration: int) -> set[int]:
    """Which hundredths of a thing of `duration` tenths were seen for at least half."""
    seen = [0.0] * BUCKETS
    size = max(duration, 1) / BUCKETS
    for start, end in spans:
        first, last = int(start / size), min(int(end / size), BUCKETS - 1)
        for bucket in range(first, last + 1):
            seen[bucket] += min(end, (bucket + 1) * size) - max(start, bucket * size)
    return {bucket for bucket, part in enumerate(seen) if part >= size / 2}


def to_text(spans: Spans) -> str:
    """`0-100,250-300`."""
    return ",".join(f"{start}-{end}" for start, end in spans)


def from_text(text: str) -> Spans:
    """The inverse of `to_text`; ValueError for anything else."""
    if not text:
        return []
    return [(int(start), int(end)) for start, _, end in (part.partition("-") for part in text.split(","))]


def _coarser(spans: Spans) -> Spans:
    """Close the smallest gaps."""
    gaps = sorted(range(len(spans) - 1), key=lambda index: spans[index + 1][0] - spans[index][1])
    closed = set(gaps[: len(spans) - MOST_SPANS])
    result = [spans[0]]
    for index, (_, following) in enumerate(pairwise(spans)):
        if index in closed:
            result[-1] = (result[-1][0], following[1])
        else:
            result.append(following)
    return result
