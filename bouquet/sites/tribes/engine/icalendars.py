"""Events as calendars read them (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Component

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One event. `uid` stays for ever; `sequence` goes up when calendars must take it over again. Moments are aware."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    zone: str
    place: str
    link: str
    description: str
    address: str
    changed_at: datetime
    sequence: int
    is_cancelled: bool


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A whole calendar, with the time zones its events need, in UTF-8 with CRLF and folded lines."""
    # Slow to load, and few processes ever write one.
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Bouquet//Events//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", " ".join(_text(name).split()))
    # Asked again every hour, by those who follow RFC 7986 §5.7 and by those who know the older name.
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for entry in entries:
        made.add_component(_event(entry))
    made.add_missing_timezones()
    written: bytes = made.to_ical()
    return written


def _event(entry: Entry) -> Component:
    from icalendar import Event

    zone = ZoneInfo(entry.zone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", _text(entry.title))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    if entry.ends_at is not None:
        event.add("dtend", entry.ends_at.astimezone(zone))
    else:
        event.add("duration", timedelta(hours=2))
    if entry.place or entry.link:
        event.add("location", _text(entry.place or entry.link))
    parts = (entry.description, entry.link, entry.address)
    event.add("description", _text("\n\n".join(part for part in parts if part)))
    event.add("url", entry.address)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event


def _text(words: str) -> str:
    """Without control characters (RFC 5545 §3.3.11): over one of them readers refuse the whole calendar."""
    return _CONTROLS.sub(" ", words)
