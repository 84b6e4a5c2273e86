"""What may name a file in a store."""

from __future__ import annotations

import re

_KEY = re.compile(r"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$")


class BadKey(ValueError):
    """A key that could reach outside the store."""


def checked(key: str) -> str:
    """The key itself; BadKey when it could reach outside the store."""
    if not _KEY.fullmatch(key) or ".." in key:
        raise BadKey(key)
    return key
