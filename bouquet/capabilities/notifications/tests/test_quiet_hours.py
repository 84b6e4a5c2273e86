"""Quiet hours hold on the member's own wall clock, also on the two odd days of a year; the young sleep at night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications import policies
from bouquet.capabilities.notifications.actions import choosing
from bouquet.capabilities.notifications.engine.frequency import due_at
from bouquet.capabilities.notifications.engine.quiet import Hours, end_of_quiet, is_quiet, start_of_quiet
from bouquet.capabilities.notifications.models import Notice, Rhythm
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.foundation.clock import clock

PARIS = ZoneInfo("Europe/Paris")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")]
)
MINUTES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))
NIGHT = Hours(time(22), time(7))


@given(at=MOMENTS, zone=ZONES, start=MINUTES, end=MINUTES)
def test_quiet_ends_and_what_waited_is_sent_after_it(at: datetime, zone: ZoneInfo, start: time, end: time) -> None:
    hours = [Hours(start, end)]
    until = end_of_quiet(at, hours, zone)
    assert until >= at
    assert not is_quiet(until, hours, zone)
    assert until - at <= timedelta(hours=25)
    if not is_quiet(at, hours, zone):
        assert until == at
    else:
        assert is_quiet(until - timedelta(seconds=1), hours, zone), "and not a minute later than need be"


@given(at=MOMENTS, zone=ZONES, start=MINUTES, end=MINUTES, share=st.floats(0, 1, exclude_max=True))
def test_what_ends_where_quiet_begins_never_comes_in_it(
    at: datetime, zone: ZoneInfo, start: time, end: time, share: float
) -> None:
    hours = [Hours(start, end)]
    begins = start_of_quiet(at, hours, zone)
    assert (begins is None) == (start == end)
    if begins is not None and not is_quiet(at, hours, zone):
        assert at < begins <= at + timedelta(hours=26)
        between = at + (begins - at) * share
        assert not is_quiet(between, hours, zone)


@given(at=MOMENTS, zone=ZONES, one=MINUTES, other=MINUTES)
def test_two_quiet_times_that_touch_are_one(at: datetime, zone: ZoneInfo, one: time, other: time) -> None:
    hours = [Hours(one, other), Hours(other, time(other.hour, other.minute, 30))]
    assert not is_quiet(end_of_quiet(at, hours, zone), hours, zone)


@given(moment=MINUTES, start=MINUTES)
def test_the_same_start_and_end_are_no_hours(moment: time, start: time) -> None:
    assert not Hours(start, start).holds(moment)


@pytest.mark.parametrize(
    ("at", "hours", "until"),
    [
        # An evening, and a night over midnight.
        ("2026-11-23T21:30:00Z", NIGHT, "2026-11-24T06:00:00Z"),
        ("2026-11-24T03:00:00Z", NIGHT, "2026-11-24T06:00:00Z"),
        ("2026-11-24T06:00:00Z", NIGHT, "2026-11-24T06:00:00Z"),
        # The night when the clock is put forward is an hour shorter; the one when it is put back an hour longer.
        ("2026-03-28T22:00:00Z", NIGHT, "2026-03-29T05:00:00Z"),
        ("2026-10-24T21:00:00Z", NIGHT, "2026-10-25T06:00:00Z"),
        # The end does not exist: 2:30 is jumped over, quiet ends at the jump.
        ("2026-03-28T23:00:00Z", Hours(time(22), time(2, 30)), "2026-03-29T01:00:00Z"),
        # The end shows twice: it is over the first time, and quiet again when the hour comes again.
        ("2026-10-24T22:00:00Z", Hours(time(22), time(2, 30)), "2026-10-25T00:30:00Z"),
        ("2026-10-25T01:10:00Z", Hours(time(22), time(2, 30)), "2026-10-25T01:30:00Z"),
    ],
)
def test_a_paris_night(at: str, hours: Hours, until: str) -> None:
    assert end_of_quiet(datetime.fromisoformat(at), [hours], PARIS) == datetime.fromisoformat(until)


@given(at=MOMENTS, zone=ZONES)
def test_digests_are_due_in_the_morning_where_the_member_lives(at: datetime, zone: ZoneInfo) -> None:
    daily, weekly = due_at("daily", told_at=at, zone=zone), due_at("weekly", told_at=at, zone=zone)
    assert daily is not None and weekly is not None
    assert at < daily <= at + timedelta(hours=25)
    assert daily.astimezone(zone).time() == time(8)
    assert daily <= weekly <= at + timedelta(days=7, hours=1)
    assert weekly.astimezone(zone).weekday() == 0
    assert due_at("never", told_at=at, zone=zone) is None


def test_what_is_told_in_quiet_hours_waits_for_their_end(ines: Account, karim: Account, things: Things) -> None:
    now = clock.now().astimezone(ines.zone)
    start, end = (now - timedelta(hours=1)).time(), (now + timedelta(hours=2)).time().replace(microsecond=0)
    choosing.keep_quiet(account=ines, start=start, end=end)
    reply(ines, karim, things.make())
    reply(ines, None, things.make(), kind="tests.decision")
    ordinary = Notice.objects.get(kind="tests.reply")
    assert ordinary.mail_due_at is not None
    assert abs(ordinary.mail_due_at - now - timedelta(hours=2)) < timedelta(seconds=2)
    urgent = Notice.objects.get(kind="tests.decision")
    assert urgent.mail_due_at is not None
    assert urgent.mail_due_at <= clock.now()


def test_the_young_sleep_whatever_they_chose(ines: Account) -> None:
    youth = network_night()
    assert policies.quiet_hours(ines, None) == []
    today = clock.today()
    ines.birth_date = date(today.year - 16, 1, 1)
    assert policies.quiet_hours(ines, None) == [youth]
    late = datetime.combine(today, youth.start, tzinfo=ines.zone) + timedelta(minutes=30)
    morning = policies.not_before(ines, None, late)
    assert morning.astimezone(ines.zone).time() == youth.end
    own = Rhythm(account=ines, quiet_from=youth.end, quiet_until=time(youth.end.hour + 1, 30))
    assert policies.not_before(ines, own, late) == morning + timedelta(hours=1, minutes=30), "and their own hours after"


def network_night() -> Hours:
    return policies.youth_night()
