"""Keys of posts. Feeds go by key, so a key says when, to a quarter of a microsecond."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime, timedelta

from bouquet.foundation.clock import clock

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BITS = 62


def new_post_key() -> uuid.UUID:
    """A key of this moment, as the house's clock has it."""
    return key_at(clock.now(), secrets.randbits(_RANDOM_BITS))


def key_at(moment: datetime, random: int = 0) -> uuid.UUID:
    """The UUIDv7 of `moment` (RFC 9562 §5.7, fractions of a millisecond after §6.2 method 3), the least of them
    unless `random` says otherwise."""
    micros = (moment - _BEGINNING) // timedelta(microseconds=1)
    millis, rest = divmod(micros, 1000)
    value = (millis << 80) | (7 << 76) | ((rest * 4096 // 1000) << 64) | (0b10 << 62) | random
    return uuid.UUID(int=value)


def after_key(text: str) -> uuid.UUID | None:
    """Where a list goes on, as its address says it; None for anything else: the list begins at its beginning."""
    try:
        return uuid.UUID(hex=text)
    except ValueError:
        return None
