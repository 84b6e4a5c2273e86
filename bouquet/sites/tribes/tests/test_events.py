"""Events: who comes, in whose time, who is told, and what calendars read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.test import Client
from icalendar import Calendar

from bouquet.capabilities.accounts.actions import blocking
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.models import Notice
from bouquet.foundation.clock import clock
from bouquet.sites.tribes import tasks
from bouquet.sites.tribes.actions import calendars, joining, meeting
from bouquet.sites.tribes.actions.carrying import EventCard, carried_by
from bouquet.sites.tribes.engine.moments import when
from bouquet.sites.tribes.forms.attachments import AttachmentsForm
from bouquet.sites.tribes.models import Attendance, CalendarLink, Event, Openness, Post
from bouquet.sites.tribes.tests.gatherings import HOST, gathered, outing, posted, question

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def post(ines: Account, karim: Account, marc: Account) -> Post:
    """Inès takes her closed tribe out."""
    return posted(ines, gathered(ines, karim, marc, openness=Openness.CLOSED), "On y va", event=outing())


def visitor(account: Account | None = None) -> Client:
    client = Client(HTTP_HOST=HOST)
    if account is not None:
        client.force_login(account)
    return client


def card(post: Post, viewer: Any) -> EventCard:
    found = carried_by([post], viewer)[post.pk].event
    assert found is not None
    return found


def counts(post: Post) -> tuple[int, int, int]:
    event = Event.objects.get(pk=post.pk)
    return event.going_count, event.maybe_count, event.no_count


def told(kind: str) -> list[str]:
    return sorted(
        str(handle) for handle in Notice.objects.filter(kind=kind).values_list("recipient__handle", flat=True)
    )


def test_people_say_whether_they_come_and_take_it_back(post: Post, karim: Account, marc: Account) -> None:
    meeting.answer(post=post, by=karim, answer="going")
    meeting.answer(post=post, by=karim, answer="going")
    meeting.answer(post=post, by=marc, answer="maybe")
    assert counts(post) == (1, 1, 0)
    assert [face.handle for face in card(post, marc).faces] == ["karim"]
    meeting.answer(post=post, by=karim, answer="no")
    meeting.answer(post=post, by=marc, answer="")
    assert counts(post) == (0, 0, 1)
    assert card(post, marc).faces == []
    assert Attendance.objects.count() == 1


def test_who_is_not_in_the_tribe_says_nothing(post: Post, lea: Account) -> None:
    with pytest.raises(PermissionDenied):
        meeting.answer(post=post, by=lea, answer="going")
    for address in ("event.ics", "people"):
        assert visitor(lea).get(f"/p/{post.code}/{address}").status_code == 404
    assert visitor(lea).post(f"/p/{post.code}/answer", {"answer": "going"}).status_code == 404


def test_the_last_place_is_taken_once(ines: Account, karim: Account, marc: Account) -> None:
    post = posted(ines, gathered(ines, karim, marc), event=outing(capacity=1))
    meeting.answer(post=post, by=karim, answer="going")
    meeting.answer(post=post, by=karim, answer="going")
    with pytest.raises(meeting.EventIsFull):
        meeting.answer(post=post, by=marc, answer="going")
    meeting.answer(post=post, by=marc, answer="maybe")
    assert not card(post, marc).may_go
    assert card(post, karim).may_go
    page = visitor(marc).post(f"/p/{post.code}/answer", {"answer": "going"}, headers={"HX-Request": "true"})
    assert page.status_code == 409
    meeting.answer(post=post, by=karim, answer="no")
    meeting.answer(post=post, by=marc, answer="going")
    assert counts(post) == (1, 0, 1)


def test_faces_of_those_one_keeps_apart_from_are_not_shown(post: Post, karim: Account, marc: Account) -> None:
    meeting.answer(post=post, by=karim, answer="going")
    blocking.block(account=karim, by=marc)
    assert card(post, marc).faces == []
    assert card(post, marc).more_count == 1


def test_nobody_answers_what_is_over_or_called_off(post: Post, karim: Account, ines: Account, travel: Any) -> None:
    with travel(timedelta(days=4)), pytest.raises(meeting.EventIsClosed):
        meeting.answer(post=post, by=karim, answer="going")
    meeting.cancel(post=post, by=ines)
    with pytest.raises(meeting.EventIsClosed):
        meeting.answer(post=post, by=karim, answer="going")


def test_who_leaves_the_tribe_does_not_come(
    post: Post, karim: Account, committed: Callable[[], Any], work_off: Callable[[], None]
) -> None:
    meeting.answer(post=post, by=karim, answer="going")
    assert post.tribe is not None
    with committed():
        joining.leave(tribe=post.tribe, by=karim)
    assert counts(post) == (0, 0, 0)


def test_those_who_come_are_reminded_a_day_and_an_hour_before_once(
    post: Post, karim: Account, marc: Account, travel: Any, committed: Any, work_off: Callable[[], None]
) -> None:
    meeting.answer(post=post, by=karim, answer="going")
    meeting.answer(post=post, by=marc, answer="no")

    def look(by: timedelta) -> int:
        with travel(by):
            for _ in range(2):
                with committed():
                    tasks.look_at_the_clock()
                work_off()
        return len(told("tribes.event_soon"))

    assert look(timedelta(days=1)) == 0
    assert look(timedelta(days=2, minutes=5)) == 1
    assert look(timedelta(days=2, hours=10)) == 1
    assert look(timedelta(days=2, hours=23, minutes=5)) == 2
    assert set(told("tribes.event_soon")) == {"karim"}


def test_an_event_at_short_notice_is_told_of_an_hour_before_only(
    ines: Account, karim: Account, travel: Any, committed: Any, work_off: Callable[[], None]
) -> None:
    post = posted(
        ines, gathered(ines, karim), event=outing(starts_at=clock.now() + timedelta(minutes=90), ends_at=None)
    )
    meeting.answer(post=post, by=karim, answer="going")
    for minutes in (0, 40):
        with travel(timedelta(minutes=minutes)):
            with committed():
                tasks.look_at_the_clock()
            work_off()
    assert told("tribes.event_soon") == ["karim"]


def test_another_time_is_told_and_reminded_of_anew(
    post: Post, karim: Account, ines: Account, committed: Any, work_off: Callable[[], None]
) -> None:
    meeting.answer(post=post, by=karim, answer="going")
    Event.objects.filter(pk=post.pk).update(reminded_day_at=clock.now())
    draft = outing(starts_at=clock.now() + timedelta(days=5), ends_at=None)
    with committed():
        meeting.move(post=post, by=ines, draft=draft)
    work_off()
    event = Event.objects.get(pk=post.pk)
    assert (event.sequence, event.reminded_day_at) == (1, None)
    assert told("tribes.event_moved") == ["karim"]
    with committed():
        meeting.cancel(post=post, by=ines)
        meeting.cancel(post=post, by=ines)
    work_off()
    assert told("tribes.event_cancelled") == ["karim"]


def test_only_its_author_and_keepers_change_it(post: Post, karim: Account, ines: Account) -> None:
    with pytest.raises(PermissionDenied):
        meeting.cancel(post=post, by=karim)
    with pytest.raises(PermissionDenied):
        meeting.move(post=post, by=karim, draft=outing())
    assert visitor(karim).get(f"/p/{post.code}/event").status_code == 403
    page = visitor(ines).get(f"/p/{post.code}/event").content.decode()
    assert 'value="Falaise"' in page
    assert 'type="date"' in page


def test_the_form_moves_it(post: Post, ines: Account) -> None:
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    sent = {"event-title": "Falaise", "event-day": day, "event-hour": "21:30", "event-end_hour": "01:00"}
    where = {"event-zone": "Europe/Paris", "event-place": "Ailleurs"}
    assert visitor(ines).post(f"/p/{post.code}/event", {**sent, **where}).status_code == 302
    event = Event.objects.get(pk=post.pk)
    assert event.place == "Ailleurs"
    assert event.starts_there.strftime("%H:%M") == "21:30"
    assert event.ends_at is not None
    assert event.ends_at - event.starts_at == timedelta(hours=3, minutes=30), "the end is after midnight"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"event-day": "2020-01-01"}, "day"),
        ({"event-end_day": "2020-01-02", "event-end_hour": "10:00"}, "end_hour"),
        ({"event-place": ""}, "place"),
        ({"event-link": "javascript:alert(1)"}, "link"),
        ({"event-capacity": "0"}, "capacity"),
        ({"event-title": ""}, "title"),
        ({"event-zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_is_lost(ines: Account, sent: dict[str, str], field: str) -> None:
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    usual = {"event-title": "Falaise", "event-day": day, "event-hour": "9:00", "event-place": "Pen-Hoat"}
    data = QueryDict(mutable=True)
    data.update({"with": "event", **usual, **sent})
    form = AttachmentsForm(data, by=ines)
    assert not form.take()
    assert field in form.event.errors
    assert form.event["hour"].value() == "9:00"


def test_hours_are_those_of_the_clock_there() -> None:
    """A quarter of a year before the hour changes, it is still nine in the morning on that day."""
    begins = datetime(2027, 3, 28, 9, 0, tzinfo=PARIS)
    assert begins.utcoffset() == timedelta(hours=2)
    assert "9" in when(begins, None)
    night = when(datetime(2027, 6, 1, 22, 0, tzinfo=PARIS), datetime(2027, 6, 2, 2, 0, tzinfo=PARIS))
    assert "–" in night
    assert "2027" in when(begins, begins + timedelta(days=2))


def test_a_calendar_reads_the_event(post: Post, karim: Account) -> None:
    answer = visitor(karim).get(f"/p/{post.code}/event.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    known = Event.objects.get(pk=post.pk)
    assert event.decoded("dtstart") == known.starts_at.replace(microsecond=0)
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert (event["summary"], event["location"], event["status"]) == ("Falaise", "Pen-Hoat", "CONFIRMED")
    assert str(event["uid"]).startswith(str(post.pk))
    assert post.code in str(event["url"])


def test_what_people_write_breaks_no_calendar(ines: Account) -> None:
    title = "A;b,c\\d : « é » \U0001f9d7" + "x" * 90
    post = posted(ines, gathered(ines), "Un\nBEGIN:VEVENT", event=outing(title=title, place="1, rue; X"))
    content = visitor().get(f"/p/{post.code}/event.ics").content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (event["summary"], event["location"]) == (title, "1, rue; X")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_one_that_is_called_off_or_moved_is_taken_over(post: Post, ines: Account) -> None:
    meeting.move(post=post, by=ines, draft=outing(place="Ailleurs"))
    meeting.cancel(post=post, by=ines)
    (event,) = Calendar.from_ical(visitor(ines).get(f"/p/{post.code}/event.ics").content).walk("VEVENT")
    assert (event["status"], str(event["sequence"])) == ("CANCELLED", "2")


def test_an_open_tribe_has_a_calendar_for_anybody_a_closed_one_has_not(
    post: Post, ines: Account, karim: Account
) -> None:
    opened = gathered(ines, slug="ouverte")
    posted(ines, opened, event=outing(title="Pour tous"))
    (event,) = Calendar.from_ical(visitor().get("/t/ouverte/events.ics").content).walk("VEVENT")
    assert event["summary"] == "Pour tous"
    assert visitor().get("/t/grimpe/events.ics").status_code == 404
    assert visitor(karim).get("/t/grimpe/events.ics").status_code == 404


def test_a_secret_address_shows_what_its_owner_may_see_until_it_is_taken_back(
    post: Post, karim: Account, lea: Account
) -> None:
    meeting.answer(post=post, by=karim, answer="maybe")
    address = f"/calendars/{calendars.link_for(karim).token}.ics"
    assert len(Calendar.from_ical(visitor().get(address).content).walk("VEVENT")) == 1
    assert post.tribe is not None
    tribes = f"/calendars/{calendars.link_for(karim, post.tribe).token}.ics"
    assert len(Calendar.from_ical(visitor().get(tribes).content).walk("VEVENT")) == 1
    joining.leave(tribe=post.tribe, by=karim)
    assert Calendar.from_ical(visitor().get(tribes).content).walk("VEVENT") == []
    calendars.renew(account=karim)
    assert visitor().get(address).status_code == 404
    calendars.revoke(account=karim)
    assert not CalendarLink.objects.filter(account=karim, tribe=None).exists()
    assert visitor().get("/calendars/nonsense.ics").status_code == 404


def test_my_events_and_those_of_a_tribe_are_listed(post: Post, karim: Account, lea: Account) -> None:
    assert "Falaise" not in visitor(karim).get("/events").content.decode()
    meeting.answer(post=post, by=karim, answer="going")
    assert "Falaise" in visitor(karim).get("/events").content.decode()
    assert "Falaise" in visitor(karim).get("/t/grimpe/events").content.decode()
    assert "Falaise" in visitor(karim).get("/events/coming").content.decode()
    assert "Falaise" not in visitor(lea).get("/events/coming").content.decode()
    assert visitor(lea).get("/t/grimpe/events").status_code == 404
    assert visitor().get("/t/grimpe/events").status_code == 404
    made = visitor(karim).post("/events", {"do": "renew"}, follow=True).content.decode()
    assert CalendarLink.objects.get(account=karim, tribe=None).token in made


def test_a_copy_of_ones_data_holds_answers_votes_and_photos(ines: Account, karim: Account) -> None:
    from bouquet.sites.tribes.actions import exporting, polling

    tribe = gathered(ines, karim)
    post = posted(karim, tribe, event=outing(), poll=question())
    meeting.answer(post=post, by=karim, answer="maybe")
    polling.vote(post=post, by=karim, options=[1])
    files = {file.name: b"".join(file.parts).decode() for file in exporting.collect(karim)}
    assert '"maybe"' in files["events.json"]
    assert '"Jeudi"' in files["votes.json"]
    assert "Jeudi" not in "".join(file for file in exported(ines))


def exported(account: Account) -> list[str]:
    from bouquet.sites.tribes.actions import exporting

    return [b"".join(file.parts).decode() for file in exporting.collect(account)]


def test_an_erased_member_comes_to_nothing(post: Post, karim: Account) -> None:
    meeting.answer(post=post, by=karim, answer="going")
    calendars.link_for(karim)
    meeting.withdraw(account_id=karim.pk)
    calendars.forget(account_id=karim.pk)
    assert counts(post) == (0, 0, 0)
    assert not CalendarLink.objects.exists()


def test_a_list_of_events_asks_no_more_for_more_of_them(
    ines: Account, karim: Account, django_assert_max_num_queries: Any
) -> None:
    tribe = gathered(ines, karim)
    for number in range(6):
        made = posted(ines, tribe, event=outing(title=f"Sortie {number}"))
        meeting.answer(post=made, by=karim, answer="going")
    client = visitor(karim)
    client.get("/t/grimpe/events")
    with django_assert_max_num_queries(16):
        assert client.get("/t/grimpe/events").content.decode().count("Sortie ") >= 6
