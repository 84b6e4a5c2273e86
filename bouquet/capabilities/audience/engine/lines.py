"""The lines of the journal. A line that says nothing sensible is skipped: it is what a dying machine left behind.

B  token  at  played  spans       what a session has seen so far, plausible or `!`
S  token  at                      a session was opened
R  kind  subject  at  reason      a session was refused before it began
"""

from __future__ import annotations

from dataclasses import dataclass

from bouquet.capabilities.audience.engine import spans
from bouquet.capabilities.audience.engine.spans import Spans
from bouquet.capabilities.audience.engine.tokens import Token, token_of


@dataclass(frozen=True, slots=True)
class Seen:
    """`at` in milliseconds since 1970, `played` in tenths of seconds."""

    token: Token
    at: int
    played: int
    spans: Spans
    is_plausible: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A session that was refused before it began."""

    kind: str
    subject: str
    at: int
    reason: str


def opened_line(signed: str, at: int) -> bytes:
    """`signed` is the token without its signature, so that nobody who reads a journal can send beacons."""
    return f"S\t{signed}\t{at}".encode()


def seen_line(token: Token, *, at: int, played: int, seen: Spans, is_plausible: bool) -> bytes:
    """What a beacon said."""
    return f"B\t{token.text}\t{at}\t{played}\t{spans.to_text(seen) if is_plausible else '!'}".encode()


def refused_line(kind: str, subject: str, *, at: int, reason: str) -> bytes:
    """A refusal at the door."""
    return f"R\t{kind}\t{subject}\t{at}\t{reason}".encode()


def read_line(line: bytes) -> Seen | Refused | None:
    """None for a line that is damaged."""
    try:
        match line.decode("ascii").split("\t"):
            case ["B", signed, at, played, "!"]:
                return Seen(_token(signed), int(at), int(played), [], is_plausible=False)
            case ["B", signed, at, played, seen]:
                return Seen(_token(signed), int(at), int(played), spans.from_text(seen), is_plausible=True)
            case ["S", signed, at]:
                return Seen(_token(signed), int(at), 0, [], is_plausible=True)
            case ["R", kind, subject, at, reason] if len(subject) == 32:
                return Refused(kind, subject, int(at), reason)
    except ValueError:
        pass
    return None


def _token(signed: str) -> Token:
    parts = signed.split(".")
    if len(parts) != 8 or parts[0] != "s" or len(parts[2]) != 32 or len(parts[7]) != 32:
        raise ValueError("not a token")
    return token_of(parts, signed + ".")
