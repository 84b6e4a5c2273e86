from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.audience.engine.spans import (
    MOST_SPANS,
    buckets,
    from_text,
    length,
    to_text,
    union,
)

span = st.tuples(st.integers(0, 500), st.integers(0, 500))
many = st.lists(span, max_size=20)


def tenths(spans: list[tuple[int, int]]) -> set[int]:
    return {tenth for start, end in spans for tenth in range(start, end)}


@given(many, many)
def test_a_union_holds_what_either_holds(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    merged = union(one, other)
    assert tenths(merged) == tenths(one) | tenths(other)
    assert length(merged) == len(tenths(merged))
    assert all(end < start for (_, end), (start, _) in pairwise(merged))


@given(many, many, many)
def test_neither_order_nor_repetition_matters(
    a: list[tuple[int, int]], b: list[tuple[int, int]], c: list[tuple[int, int]]
) -> None:
    assert union(union(a, b), c) == union(c, union(b, a)) == union(a, b, c, a, c)


@given(many)
def test_spans_survive_being_written_down(spans: list[tuple[int, int]]) -> None:
    assert from_text(to_text(union(spans))) == union(spans)


def test_someone_who_jumps_about_leaves_a_coarser_picture_that_hides_nothing() -> None:
    jumps = [(n * 10, n * 10 + 3) for n in range(300)]
    merged = union(jumps)
    assert len(merged) == MOST_SPANS
    assert tenths(jumps) <= tenths(merged)


@given(duration=st.integers(1, 50_000))
def test_whoever_sees_everything_reaches_every_hundredth(duration: int) -> None:
    assert buckets([(0, duration)], duration) == set(range(100))


@given(st.lists(span, max_size=5), st.lists(span, max_size=5), st.integers(1, 500))
def test_seeing_more_never_takes_a_hundredth_away(
    a: list[tuple[int, int]], b: list[tuple[int, int]], duration: int
) -> None:
    assert buckets(union(a), duration) <= buckets(union(a, b), duration)
