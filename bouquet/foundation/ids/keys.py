"""Keys and codes. Keys are UUIDv7 (RFC 9562 §5.7): they sort by the time they were made, so indexes grow at one end."""

from __future__ import annotations

import secrets
import uuid

import uuid_utils.compat

# No vowel, so that no word is spelt; no 0, 1, l, which are misread aloud or on paper.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxzBCDFGHJKMNPQRSTVWXZ"


def new_key() -> uuid.UUID:
    """A new UUIDv7 primary key."""
    return uuid_utils.compat.uuid7()


def new_code(length: int = 11) -> str:
    """A short public code for an address: 46 symbols each, 11 of them make 60 bits that nobody can guess."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def new_secret() -> str:
    """A secret for an address or a token: 32 characters, 192 bits."""
    return secrets.token_urlsafe(24)
