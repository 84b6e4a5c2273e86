"""Opening a session, and what its beacons say: guarded here, written to the journal, counted by the keeper."""

from __future__ import annotations

import json
from functools import cache

from django.conf import settings

from bouquet.capabilities.audience.engine import lines, spans, tokens
from bouquet.capabilities.audience.engine.bots import is_bot
from bouquet.capabilities.audience.engine.journal import Writer
from bouquet.capabilities.audience.engine.limits import Limit
from bouquet.capabilities.audience.engine.persons import Passers, neighbourhood
from bouquet.capabilities.audience.engine.spans import Spans
from bouquet.foundation.clock import clock

FOLDER = "audience"
SESSIONS_PER_PERSON_AND_HOUR = 120
# A school or an office behind one address.
SESSIONS_PER_ADDRESS_AND_HOUR = 2_000
BEACONS_PER_SESSION_AND_MINUTE = 60
# Players go up to twice the speed; a slow network may hold the opening of a session up, and clocks differ a little.
FASTEST = 2.2
SLACK = 5 * spans.TENTHS
MOST_SPANS_SAID = 500


class Refused(Exception):
    """The session was not opened; the refusal is written down when the author should know."""


class TooOften(Exception):
    """More beacons than any player sends."""


class Nonsense(Exception):
    """What was sent is no beacon."""


class Gate:
    """What one live process knows: its journal, the day's salt, who came how often."""

    def __init__(self) -> None:
        folder = settings.BOUQUET_VAR / FOLDER
        self.journal = Writer(folder)
        self._passers = Passers(folder)
        self._per_person = Limit(SESSIONS_PER_PERSON_AND_HOUR, seconds=3600)
        self._per_address = Limit(SESSIONS_PER_ADDRESS_AND_HOUR, seconds=3600)
        self._per_session = Limit(BEACONS_PER_SESSION_AND_MINUTE, seconds=60)

    def open_session(self, ticket_text: str, *, address: str, agent: bytes) -> str:
        """A token for one play of what the ticket is for. BadToken for a ticket that is not ours, Refused for a bot or
        for someone who plays more than anyone can watch.
        """
        ticket = tokens.read_ticket(ticket_text)
        at = _now()
        if self._per_address.is_exceeded_by(neighbourhood(address)):
            # Not even written down: this is somebody filling our disk.
            raise Refused
        if is_bot(agent):
            self.journal.write(lines.refused_line(ticket.kind, ticket.subject, at=at, reason="bot"))
            raise Refused
        person = ticket.person or self._passers.pseudonym(address, agent)
        if self._per_person.is_exceeded_by(person):
            self.journal.write(lines.refused_line(ticket.kind, ticket.subject, at=at, reason="too_many"))
            raise Refused
        token = tokens.issue_token(ticket, person=person)
        self.journal.write(lines.opened_line(token.rpartition(".")[0], at))
        return token

    def take_beacon(self, body: bytes) -> None:
        """Accept `{"token": …, "played": tenths, "seen": [[from, to], …]}`, both since the session began, in tenths of
        seconds. BadToken, Nonsense or TooOften otherwise; journal.Full when the disk has failed for long.
        """
        try:
            said = json.loads(body)
            token = tokens.read_token(said["token"])
            played = int(said["played"])
            seen = _checked(said["seen"], token.duration)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            # JSON knows no infinity, Python's reader does; and it follows brackets however deep.
            raise Nonsense from None
        if self._per_session.is_exceeded_by(token.session):
            raise TooOften
        at = _now()
        passed = (at - token.issued) // 100
        self.journal.write(
            lines.seen_line(
                token,
                at=at,
                played=max(0, min(played, passed + SLACK)),
                seen=seen,
                is_plausible=spans.length(seen) <= passed * FASTEST + SLACK,
            )
        )


@cache
def gate() -> Gate:
    """The gate of this process."""
    return Gate()


def _checked(said: list[list[int]], duration: int) -> Spans:
    """The spans as they may be, within the thing's length; ValueError for what is no list of spans."""
    if len(said) > MOST_SPANS_SAID:
        raise ValueError("too many spans")
    if len(said) == 1:
        # As good as always: someone who watches from the beginning.
        start, end = said[0]
        start, end = max(0, int(start)), min(int(end), duration)
        return [(start, end)] if start < end else []
    return spans.union((max(0, int(start)), min(int(end), duration)) for start, end in said)


def _now() -> int:
    return int(clock.timestamp() * 1000)
