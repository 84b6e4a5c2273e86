"""Keys and codes. Keys are UUIDv7 (RFC 9562 §5.7): they sort by the time they were made, so indexes grow at one end."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

import uuid_utils.compat

from bouquet.foundation.clock import clock

_MILLISECOND = timedelta(milliseconds=1)
# No vowel, so that no word is spelt; no 0, 1, l, which are misread aloud or on paper.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxzBCDFGHJKMNPQRSTVWXZ"


def new_key() -> uuid.UUID:
    """A new UUIDv7 primary key, of the time the house's clock tells."""
    key = uuid_utils.compat.uuid7()
    shift = clock.shift()
    # Its first 48 bits are milliseconds; what follows keeps the order of keys made in the same one.
    return uuid.UUID(int=key.int + (round(shift / _MILLISECOND) << 80)) if shift else key


def new_code(length: int = 11) -> str:
    """A short public code for an address: 46 symbols each, 11 of them make 60 bits that nobody can guess."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_secret() -> str:
    """A secret for an address or a token: 32 characters, 192 bits."""
    return secrets.token_urlsafe(24)
