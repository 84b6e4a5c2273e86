"""Keys of posts say when: feeds go by key."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def key_at(moment: datetime) -> uuid.UUID:
    """The least UUIDv7 of `moment` (RFC 9562 §5.7): every key made from then on is greater."""
    millis = (moment - _BEGINNING) // timedelta(milliseconds=1)
    return uuid.UUID(int=(millis << 80) | (7 << 76) | (0b10 << 62))


def moment_of(key: uuid.UUID) -> datetime:
    """When what bears this key was made, to the millisecond."""
    return _BEGINNING + timedelta(milliseconds=key.int >> 80)


def after_key(text: str) -> uuid.UUID | None:
    """Where a list goes on, as its address says it; None for anything else: the list begins at its beginning."""
    try:
        return uuid.UUID(hex=text)
    except ValueError:
        return None
