from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.foundation.live.ranges import Unsatisfiable, matches, still_valid, wanted_range


@given(size=st.integers(0, 50), first=st.integers(0, 60), last=st.integers(0, 60))
def test_a_range_gives_the_bytes_a_slice_would(size: int, first: int, last: int) -> None:
    content = bytes(range(size))
    try:
        got = wanted_range(b"bytes=%d-%d" % (first, last), size=size)
    except Unsatisfiable:
        assert first >= size
        return
    if last < first:
        assert got is None
        return
    assert got is not None
    start, end = got
    assert content[start : end + 1] == content[first : last + 1] != b""


@given(size=st.integers(1, 50), count=st.integers(1, 80))
def test_a_suffix_range_gives_the_end_of_the_file(size: int, count: int) -> None:
    got = wanted_range(b"bytes=-%d" % count, size=size)
    assert got == (max(0, size - count), size - 1)


@given(value=st.binary(max_size=40), size=st.integers(0, 10))
def test_whatever_a_client_sends_the_range_lies_within_the_file(value: bytes, size: int) -> None:
    try:
        got = wanted_range(value, size=size)
    except Unsatisfiable:
        return
    assert got is None or 0 <= got[0] <= got[1] < size


@pytest.mark.parametrize(
    "value", [b"", b"bytes=", b"bytes=-", b"items=0-3", b"bytes=0-1,3-4", b"bytes=5-2", b"bytes=a-b"]
)
def test_what_cannot_be_answered_in_part_is_answered_whole(value: bytes) -> None:
    assert wanted_range(value, size=10) is None


def test_a_part_is_given_only_while_the_file_is_the_one_the_client_knows() -> None:
    when = 784111777
    assert still_valid(b"", etag=b'"a"', modified=when)
    assert still_valid(b'"a"', etag=b'"a"', modified=when)
    assert not still_valid(b'"b"', etag=b'"a"', modified=when)
    assert not still_valid(b'W/"a"', etag=b'W/"a"', modified=when), "a weak validator never allows a part"
    assert still_valid(b"Sun, 06 Nov 1994 08:49:37 GMT", etag=b'"a"', modified=when)
    assert not still_valid(b"Sun, 06 Nov 1994 08:49:38 GMT", etag=b'"a"', modified=when)
    assert not still_valid(b"yesterday", etag=b'"a"', modified=when)


def test_a_client_that_has_the_file_is_recognised() -> None:
    assert matches(b'"x", W/"a"', b'"a"')
    assert matches(b"*", b'"a"')
    assert not matches(b'"x"', b'"a"')
    assert not matches(b"", b'"a"')
