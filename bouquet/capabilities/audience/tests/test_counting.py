from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.audience.actions import counting
from bouquet.capabilities.audience.actions.counts import counts_since
from bouquet.capabilities.audience.actions.forgetting import forget_old_sessions, forget_subject
from bouquet.capabilities.audience.actions.reports import Report, report
from bouquet.capabilities.audience.actions.sessions import FOLDER, Refused, TooOften
from bouquet.capabilities.audience.engine import journal
from bouquet.capabilities.audience.events import ViewsCounted
from bouquet.capabilities.audience.models import DailyFigures, JournalOffset, WatchSession
from bouquet.capabilities.audience.tests.audience import House
from bouquet.foundation.clock import clock
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.ids.keys import new_key

pytestmark = pytest.mark.django_db


def told(house: House) -> Report:
    return report("video", house.video, days=7)


def reasons(house: House) -> dict[str, int]:
    return {reason.key: reason.number for reason in told(house).refused}


def test_ten_seconds_make_a_view(house: House) -> None:
    house.watch(9.9, by="203.0.113.1")
    house.watch(10, by="203.0.113.2")
    house.count()
    got = told(house)
    assert (got.started, got.counted, got.too_short) == (2, 1, 1)
    assert got.watched_seconds == 19


def test_half_of_something_shorter_makes_a_view(house: House) -> None:
    house.watch(3.9, by="203.0.113.1", duration=8)
    house.watch(4, by="203.0.113.2", duration=8)
    house.count()
    assert told(house).counted == 1


def test_seeing_the_same_seconds_again_does_not_add_up_to_a_view(house: House) -> None:
    token = house.play()
    with clock.travel(timedelta(seconds=30)):
        house.beacon(token, (0, 5), (0, 5), (2, 6), played=30)
    house.count()
    assert told(house).counted == 0
    assert told(house).watched_seconds == 30


def test_a_person_counts_once_an_hour(house: House) -> None:
    house.watch(20)
    house.watch(20)
    with clock.travel(timedelta(minutes=50)):
        house.watch(20)
    house.count()
    with clock.travel(timedelta(minutes=61)):
        house.watch(20)
        house.count()
    got = told(house)
    assert (got.started, got.counted) == (4, 2)
    assert reasons(house) == {"repeat": 2}
    assert got.watched_seconds == 80, "a repeat is watch time all the same"


def test_a_person_counts_for_each_thing(house: House) -> None:
    other = new_key()
    house.watch(20)
    house.watch(20, video=other)
    house.count()
    assert counts_since("video", clock.now() - timedelta(days=1)) == {house.video: 1, other: 1}


def test_a_member_is_one_person_on_every_device(house: House) -> None:
    house.watch(20, by="203.0.113.1", member=7)
    house.watch(20, by="198.51.100.1", member=7)
    house.watch(20, by="198.51.100.1", member=8)
    house.count()
    assert told(house).counted == 2


def test_the_author_s_own_plays_are_shown_and_not_counted(house: House) -> None:
    house.watch(20, member=1, own=True)
    house.count()
    got = told(house)
    assert (got.started, got.counted, reasons(house)) == (1, 0, {"own": 1})
    assert (got.watched_seconds, got.retention) == (0, [])


def test_programs_are_refused_at_the_door_and_the_author_sees_how_many(house: House) -> None:
    for agent in (
        b"Googlebot/2.1 (+http://www.google.com/bot.html)",
        b"curl/8.0",
        b"",
        b"Mozilla/5.0 HeadlessChrome/140",
    ):
        with pytest.raises(Refused):
            house.play(agent=agent)
    house.count()
    assert (told(house).started, reasons(house)) == (4, {"bot": 4})
    assert not WatchSession.objects.exists()


def test_a_person_who_plays_without_end_is_refused(house: House) -> None:
    for _ in range(120):
        house.play()
    with pytest.raises(Refused):
        house.play()
    house.play(by="203.0.113.2")
    house.count()
    assert reasons(house) == {"too_many": 1}


def test_nobody_has_watched_more_than_the_time_that_passed(house: House) -> None:
    token = house.play(duration=600)
    house.beacon(token, (0, 60))
    with clock.travel(timedelta(seconds=60)):
        house.beacon(token, (0, 60))
    house.count()
    assert (told(house).counted, reasons(house)) == (0, {"implausible": 1})


def test_watching_at_twice_the_speed_is_plausible(house: House) -> None:
    token = house.play(duration=600)
    with clock.travel(timedelta(seconds=30)):
        house.beacon(token, (0, 60), played=30)
    house.count()
    got = told(house)
    assert (got.counted, got.watched_seconds) == (1, 30)


def test_watch_time_cannot_be_invented(house: House) -> None:
    token = house.play()
    with clock.travel(timedelta(seconds=10)):
        house.beacon(token, (0, 10), played=10_000)
    house.count()
    assert told(house).watched_seconds == 15


def test_a_player_that_will_not_stop_is_slowed_down(house: House) -> None:
    token = house.play()
    with pytest.raises(TooOften):
        for _ in range(100):
            house.beacon(token, (0, 1))


@pytest.mark.parametrize("seed", range(8))
def test_beacons_that_come_twice_late_or_not_at_all_come_out_the_same(house: House, seed: int) -> None:
    chance = random.Random(seed)
    tokens = [house.play(by=f"203.0.113.{number}", duration=120) for number in range(4)]
    beacons = [(number, step) for number in range(4) for step in range(1, 13)]
    lost = set(chance.sample([beacon for beacon in beacons if beacon[1] < 12], 8))
    sent = [beacon for beacon in beacons if beacon not in lost]
    sent += chance.sample(sent, 20)
    chance.shuffle(sent)
    with clock.travel(timedelta(seconds=60)):
        for number, step in sent:
            house.beacon(tokens[number], (0, step * 5))
            if chance.random() < 0.3:
                house.count()
    house.count()
    got = told(house)
    assert (got.started, got.counted, got.watched_seconds) == (4, 4, 240)
    assert got.retention == [1.0] * 50 + [0.0] * 50


def test_the_curve_shows_where_people_leave(house: House) -> None:
    for number, seconds in enumerate((100, 50, 50, 25)):
        house.watch(seconds, by=f"203.0.113.{number}", duration=100)
    house.count()
    assert told(house).retention == [1.0] * 25 + [0.75] * 25 + [0.25] * 50


def test_others_are_told_of_all_that_was_counted_together_in_one_event(house: House) -> None:
    for number in range(5):
        house.watch(20, by=f"203.0.113.{number}")
    house.count()
    (event,) = AnnouncedEvent.objects.filter(name="audience.ViewsCounted")
    assert event.payload == {"subject_kind": "video", "subject_id": str(house.video), "views": 5}
    assert ViewsCounted("video", house.video, 5)


def test_counting_twice_changes_nothing(house: House) -> None:
    house.watch(20)
    assert house.count() == 2
    before = list(DailyFigures.objects.values())
    assert house.count() == 0
    assert list(DailyFigures.objects.values()) == before


def test_a_keeper_that_dies_in_the_middle_counts_everything_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        house.watch(20, by=f"203.0.113.{number}")
    monkeypatch.setattr(counting, "BATCH_BYTES", 2_000)
    real, calls = counting.count, 0

    def dies(lines: list[bytes]) -> None:
        nonlocal calls
        calls += 1
        real(lines)
        if calls % 3 == 0:
            raise RuntimeError("killed before the commit")

    monkeypatch.setattr(counting, "count", dies)
    for _ in range(40):
        try:
            if not house.count():
                break
        except RuntimeError:
            pass
    assert calls > 6
    assert (told(house).started, told(house).counted) == (50, 50)


def test_a_torn_line_is_left_and_the_rest_is_counted(house: House) -> None:
    house.watch(20)
    house.gate.journal.close()
    (path,) = journal.segments(house.var / FOLDER)
    whole = path.read_bytes()
    path.write_bytes(b"\0\0\0garbage\n" + whole + b"B\ts.video.0123")
    house.count()
    assert told(house).counted == 1
    assert house.count() == 0


def test_a_journal_that_was_counted_is_put_away_after_a_while(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.watch(20)
    house.count()
    monkeypatch.setattr(counting, "KEPT_SECONDS", -1)
    house.count()
    assert len(journal.segments(house.var / FOLDER)) == 1, "its process may still write to it"
    house.gate.journal.close()
    house.count()
    assert journal.segments(house.var / FOLDER) == []
    assert list(JournalOffset.objects.values_list("name", flat=True)) == [counting.LOCK]


def test_several_live_processes_have_several_journals(house: House) -> None:
    other = House(house.var)
    other.video = house.video
    house.watch(20, by="203.0.113.1")
    other.watch(20, by="203.0.113.2")
    other.watch(20, by="203.0.113.1")
    other.gate.journal.flush()
    house.count()
    assert (told(house).counted, reasons(house)) == (2, {"repeat": 1})


def test_counting_takes_as_many_queries_for_eighty_people_as_for_one(house: House) -> None:
    needed = []
    for people in (1, 80):
        for number in range(people):
            house.watch(20, by=f"203.0.{people}.{number}")
        house.gate.journal.flush()
        with CaptureQueriesContext(connection) as queries:
            counting.take_journals()
        needed.append(len(queries))
        house.video = new_key()
    assert needed[1] <= needed[0]


def test_sessions_are_forgotten_after_ninety_days_and_figures_stay(house: House) -> None:
    house.watch(20)
    house.count()
    with clock.travel(timedelta(days=89)):
        assert forget_old_sessions() == 0
    with clock.travel(timedelta(days=91)):
        assert forget_old_sessions() == 1
        assert report("video", house.video, days=100).counted == 1


def test_nothing_is_left_of_a_thing_that_is_gone(house: House) -> None:
    house.watch(20)
    house.count()
    forget_subject("video", house.video)
    assert not WatchSession.objects.exists()
    assert not DailyFigures.objects.exists()
    assert told(house).retention == []


def test_every_day_is_in_the_report(house: House) -> None:
    house.watch(20)
    house.count()
    got = told(house)
    assert len(got.days) == 7
    assert [day.counted for day in got.days] == [0, 0, 0, 0, 0, 0, 1]
    assert got.started == got.counted + got.too_short + sum(reason.number for reason in got.refused)
    assert got.seconds_per_play == 20
