"""One batch of lines, in memory: sessions before and after, and what that adds to the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from bouquet.capabilities.audience.actions import figures
from bouquet.capabilities.audience.engine import spans
from bouquet.capabilities.audience.engine.growth import Added, Curve
from bouquet.capabilities.audience.engine.lines import Refused, Seen
from bouquet.capabilities.audience.models import Refusal, WatchSession
from bouquet.capabilities.audience.models.watch_session import ONCE_PER

Subject = tuple[str, UUID]
CHUNK = 500
_REWRITTEN = ["played_tenths", "seen", "counted_at", "refusal"]


class Tally:
    """Give it all lines first, so that it can fetch their sessions together; then add them one by one; then write."""

    def __init__(self, lines: Iterable[Seen]) -> None:
        self._zone = ZoneInfo(settings.TIME_ZONE)
        self.days: defaultdict[tuple[str, UUID, date], Added] = defaultdict(Added)
        self.curves: defaultdict[Subject, Curve] = defaultdict(Curve)
        self.views: defaultdict[Subject, int] = defaultdict(int)
        self._changed: dict[UUID, WatchSession] = {}
        tokens = {line.token.session: line.token for line in lines}
        # Nothing became long enough before the first of these sessions began.
        first = _moment(min((token.issued for token in tokens.values()), default=0))
        self._sessions = _known([UUID(session) for session in tokens])
        self._counted = _counted_lately({token.person for token in tokens.values()}, since=first - ONCE_PER)

    def add_refused(self, line: Refused) -> None:
        """A session that was refused at the door: a figure, and no row of its own."""
        day = self.days[line.kind, UUID(line.subject), self._date(_moment(line.at))]
        day.started += 1
        day.refused[line.reason] += 1

    def add_seen(self, line: Seen) -> None:
        """What a session has seen by now."""
        at = _moment(line.at)
        session = self._session(line)
        before = spans.from_text(session.seen)
        after = spans.union(before, line.spans) if line.spans else before
        if not line.is_plausible:
            self._refuse(session, Refusal.IMPLAUSIBLE, at)
        grown = after != before
        played = max(session.played_tenths, line.played)
        if not grown and played == session.played_tenths:
            return
        if session.tells_of_interest:
            self._day(session, at).watched_tenths += played - session.played_tenths
            if grown:
                self._bend_curve(session, before, after)
        session.played_tenths = played
        if grown:
            session.seen = spans.to_text(after)
        self._changed[session.pk] = session
        if not session.is_settled and session.is_enough:
            self._count(session, at)

    def write(self) -> None:
        """To the database."""
        WatchSession.objects.bulk_create(
            self._changed.values(),
            batch_size=CHUNK,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_REWRITTEN,
        )
        figures.add_days(self.days)
        figures.add_curves(self.curves)
        figures.announce_views(self.views)

    def _session(self, line: Seen) -> WatchSession:
        token = line.token
        key = UUID(token.session)
        if session := self._sessions.get(key):
            return session
        session = self._sessions[key] = self._changed[key] = WatchSession(
            id=key,
            subject_kind=token.kind,
            subject_id=UUID(token.subject),
            person=token.person,
            started_at=_moment(token.issued),
            duration_tenths=token.duration,
        )
        self._day(session, session.started_at).started += 1
        if token.is_own:
            self._refuse(session, Refusal.OWN, session.started_at)
        return session

    def _count(self, session: WatchSession, at: datetime) -> None:
        """It is long enough now: a view, unless this person's last one was within the hour."""
        key = (session.subject_kind, session.subject_id, session.person)
        times = self._counted[key]
        if any(abs(at - earlier) < ONCE_PER for earlier in times):
            self._refuse(session, Refusal.REPEAT, at)
            return
        times.append(at)
        session.counted_at = at
        self._day(session, at).counted += 1
        self.views[session.subject_kind, session.subject_id] += 1

    def _refuse(self, session: WatchSession, reason: Refusal, at: datetime) -> None:
        if session.is_settled:
            return
        session.refusal = reason
        self._changed[session.pk] = session
        self._day(session, at).refused[reason.value] += 1

    def _bend_curve(self, session: WatchSession, before: spans.Spans, after: spans.Spans) -> None:
        curve = self.curves[session.subject_kind, session.subject_id]
        curve.sessions += not before
        known = spans.buckets(before, session.duration_tenths)
        for bucket in spans.buckets(after, session.duration_tenths) - known:
            curve.reached[bucket] += 1

    def _day(self, session: WatchSession, at: datetime) -> Added:
        return self.days[session.subject_kind, session.subject_id, self._date(at)]

    def _date(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()


def _known(keys: list[UUID]) -> dict[UUID, WatchSession]:
    found: dict[UUID, WatchSession] = {}
    for start in range(0, len(keys), CHUNK):
        found |= WatchSession.objects.in_bulk(keys[start : start + CHUNK])
    return found


def _counted_lately(persons: set[str], *, since: datetime) -> defaultdict[tuple[str, UUID, str], list[datetime]]:
    """When each of these persons was counted for what, as far as it can still matter."""
    found: defaultdict[tuple[str, UUID, str], list[datetime]] = defaultdict(list)
    names = sorted(persons)
    for start in range(0, len(names), CHUNK):
        rows = WatchSession.objects.filter(person__in=names[start : start + CHUNK], counted_at__gt=since).values_list(
            "subject_kind", "subject_id", "person", "counted_at"
        )
        for kind, subject, person, counted_at in rows:
            if counted_at is not None:
                found[kind, subject, person].append(counted_at)
    return found


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
