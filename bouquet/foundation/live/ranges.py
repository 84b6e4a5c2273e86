"""Ranges of bytes (RFC 9110 §14). One range is answered 206; a request for several may be answered whole (§14.2)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

_ONE = re.compile(rb"^bytes=(\d{0,18})-(\d{0,18})$", re.IGNORECASE)


class Unsatisfiable(Exception):
    """The range lies beyond the end (416)."""


def wanted_range(value: bytes, *, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, within a file of `size` bytes.

    None when the whole file is to be sent: there is no `Range`, it is malformed, in another unit, or asks for several
    ranges. Unsatisfiable when it begins beyond the end, or asks for the last 0 bytes.
    """
    match = _ONE.match(value.strip().replace(b" ", b""))
    if match is None:
        return None
    first, last = match.groups()
    if first:
        start = int(first)
        end = int(last) if last else size - 1
        if last and end < start:
            return None
        if start >= size:
            raise Unsatisfiable
        return start, min(end, size - 1)
    if not last:
        return None
    length = min(int(last), size)
    if length == 0:
        raise Unsatisfiable
    return size - length, size - 1


def still_valid(if_range: bytes, *, etag: bytes, modified: int) -> bool:
    """Whether `If-Range` allows a part (RFC 9110 §13.1.5): a strong validator that is the same, or the exact date."""
    if not if_range:
        return True
    if if_range.startswith(b'"'):
        return if_range == etag
    try:
        return int(parsedate_to_datetime(if_range.decode("latin-1")).timestamp()) == modified
    except ValueError:
        return False


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Whether the client already has it (RFC 9110 §13.1.2, weak comparison)."""
    if not if_none_match:
        return False
    if if_none_match.strip() == b"*":
        return True
    bare = etag.removeprefix(b"W/")
    return any(part.strip().removeprefix(b"W/") == bare for part in if_none_match.split(b","))
