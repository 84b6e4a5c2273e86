"""What the server signed: the ticket in a page, the token of a session. Plain text with a keyed BLAKE2 (RFC 7693).

A ticket says what may be watched and how long it is, so that opening a session needs no database. A token says the same
and which session it is. Neither says who is watching: a person is a pseudonym made by `persons.py`.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

TICKET_SECONDS = 7 * 86_400
SESSION_SECONDS = 86_400
MOST_DURATION = 10 * 86_400 * 10

_KIND = re.compile(r"[a-z][a-z_]{0,19}")


class BadToken(Exception):
    """Forged, malformed or too old."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """`duration` is in tenths of seconds, `issued` in milliseconds since 1970, `subject` is 32 hexadecimal digits;
    `person` is empty when the visitor is not signed in."""

    kind: str
    subject: str
    duration: int
    issued: int
    person: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Token(Ticket):
    """One session on what the ticket was for; `session` is 32 hexadecimal digits."""

    session: str
    # As signed, for the journal.
    text: str


def issue_ticket(kind: str, subject: UUID, *, duration_seconds: float, person: str = "", is_own: bool = False) -> str:
    """A ticket for a page, good for a week."""
    if not _KIND.fullmatch(kind):
        raise ValueError(f"A kind is a short lower-case word, not {kind!r}.")
    duration = min(max(round(duration_seconds * 10), 1), MOST_DURATION)
    return _signed(f"t.{kind}.{subject.hex}.{duration}.{_now()}.{person}.{'o' if is_own else ''}")


def read_ticket(text: str) -> Ticket:
    """BadToken when it was not issued here, or over a week ago."""
    parts = _checked(text, "t", 7, seconds=TICKET_SECONDS)
    _, kind, subject, duration, issued, person, own = parts
    return Ticket(kind, subject, int(duration), int(issued), person, own == "o")


def issue_token(ticket: Ticket, *, person: str, issued: int | None = None) -> str:
    """A new session for `person` on what the ticket is for."""
    started = _now() if issued is None else issued
    own = "o" if ticket.is_own else ""
    return _signed(f"s.{ticket.kind}.{ticket.subject}.{ticket.duration}.{started}.{person}.{own}.{new_key().hex}")


def read_token(text: str) -> Token:
    """BadToken when it was not issued here, or over a day ago."""
    return token_of(_checked(text, "s", 8, seconds=SESSION_SECONDS), text)


def token_of(parts: list[str], text: str) -> Token:
    """The token whose signed fields are `parts`."""
    _, kind, subject, duration, issued, person, own, session = parts
    return Token(kind, subject, int(duration), int(issued), person, own == "o", session, text.rpartition(".")[0])


def _now() -> int:
    return int(clock.timestamp() * 1000)


def _signed(text: str) -> str:
    return f"{text}.{_signature(text)}"


def _checked(text: str, letter: str, count: int, *, seconds: int) -> list[str]:
    signed, _, signature = text.rpartition(".")
    if not signature.isascii() or not compare_digest(signature, _signature(signed)):
        raise BadToken("forged")
    parts = signed.split(".")
    if parts[0] != letter or len(parts) != count:
        raise BadToken("of another kind")
    if _now() - int(parts[4]) > seconds * 1000:
        raise BadToken("too old")
    return parts


def _signature(text: str) -> str:
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=16, key=_key()).digest()
    return urlsafe_b64encode(digest)[:22].decode()


@cache
def _key() -> bytes:
    return blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"audience.tokens").digest()
