"""Parts of pages that are the same for everyone who may see them, kept in the memory of one process of the pages.

Whole pages are kept for visitors without an account (`caching.shared_page`); a member's page is made each time, out of
parts that need not be. A part is made again when one of its tags was purged, in whatever process, or when it is old.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from bouquet.foundation.live.generations import cell_of, generations

Part = TypeVar("Part")
MOST_KEPT = 4000
# In a kept part, the place of the reader's token. Nobody can know it, so nobody can write it into their words.
_TOKEN_GOES_HERE = secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class _Kept:
    part: Any
    cells: tuple[int, ...]
    numbers: list[int]
    until: float


_kept: dict[Hashable, _Kept] = {}


def kept(key: Hashable, make: Callable[[], Part], *, tags: Iterable[str] = (), seconds: float = 60) -> Part:
    """What `make` answered for `key` at most `seconds` ago, unless `purge()` has named one of `tags` since.

    The key must hold all that the part depends on: language and time zone too, where it shows any. Never give it
    anything only some may see, a nonce, or an address that expires.
    """
    found = _kept.get(key)
    cells = tuple(cell_of(tag) for tag in tags) if found is None else found.cells
    # Read before the part is made: what changes meanwhile makes it stale at once.
    numbers = generations().read(cells) if cells else []
    if found is not None and found.numbers == numbers and time.monotonic() < found.until:
        part: Part = found.part
        return part
    part = make()
    if len(_kept) >= MOST_KEPT:
        _drop_the_oldest()
    _kept.pop(key, None)
    _kept[key] = _Kept(part, cells, numbers, time.monotonic() + seconds)
    return part


def kept_with_token(key: Hashable, draw: Callable[[str], str], token: Callable[[], str], *, seconds: float) -> str:
    """HTML that may hold forms: `draw(token)` is kept for `key`, and each reader gets it with a `token()` of their own.

    It is asked for only where there is a form: asking for the token makes a page one person's own.
    """
    pieces = kept(key, lambda: draw(_TOKEN_GOES_HERE).split(_TOKEN_GOES_HERE), seconds=seconds)
    return token().join(pieces) if len(pieces) > 1 else pieces[0]


def _drop_the_oldest() -> None:
    """A quarter, by the time they were made. Other threads may do the same at once."""
    for key in list(_kept)[: MOST_KEPT // 4 + 1]:
        _kept.pop(key, None)


def forget_all() -> None:
    """For tests: nothing is kept."""
    _kept.clear()
