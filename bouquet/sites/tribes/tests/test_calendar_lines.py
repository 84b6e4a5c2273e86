"""What members type breaks no line of a calendar that others follow (RFC 5545 §3.1, §3.3.11)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from bouquet.sites.tribes.engine.icalendars import Entry, calendar

MOMENT = datetime(2026, 1, 1, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x",
        "a\rb",
        "x\x07y\x0bz\x1b[0m",
        "é" * 200,
        'a;b,c\\d:"',
        "👩‍👩‍👧" * 40,
    ],
)
def test_one_event_stays_one_event(typed: str) -> None:
    entry = Entry("u", typed, MOMENT, None, "Europe/Paris", typed, "", typed, "https://a.example/", MOMENT, 1, False)
    written = calendar(typed, [entry])
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(character < 32 for character in b"".join(lines))
    for line in lines:
        line.decode()
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event["uid"] == "u"
    assert [line.startswith(b"BEGIN:VEVENT") for line in lines].count(True) == 1
