"""The outbox, with a fact and listeners of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import transaction

from bouquet.foundation.clock import clock
from bouquet.foundation.events import chores, delivering
from bouquet.foundation.events.announcing import announce, subscribe
from bouquet.foundation.events.models import AnnouncedEvent, Delivery
from bouquet.foundation.events.payload import from_payload, to_payload
from bouquet.foundation.events.registry import registry
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.tasks import schedule, takeover

Committed = Callable[[], AbstractContextManager[None]]
LATER = timedelta(minutes=1)


@dataclass(frozen=True)
class TeaServed:
    pot_id: UUID
    cups: int = 1


@dataclass
class Guest:
    """Takes what is announced, or fails as often as it is told to."""

    taken: list[TeaServed]
    failures: int = 0

    def take(self, event: TeaServed) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the cup is broken")
        self.taken.append(event)


@pytest.fixture
def guest(monkeypatch: pytest.MonkeyPatch) -> Guest:
    monkeypatch.setattr(registry, "classes", dict(registry.classes))
    monkeypatch.setattr(registry, "_listeners", dict(registry._listeners))
    guest = Guest([])

    def listener(event: TeaServed) -> None:
        guest.take(event)

    subscribe(TeaServed)(listener)
    return guest


@pytest.fixture
def second_guest(guest: Guest) -> Guest:
    second = Guest([])

    def other_listener(event: TeaServed) -> None:
        second.take(event)

    subscribe(TeaServed)(other_listener)
    return second


def serve(committed: Committed) -> TeaServed:
    event = TeaServed(new_key())
    with committed(), transaction.atomic():
        announce(event)
    return event


@pytest.mark.django_db
def test_a_fact_is_delivered_after_the_commit_and_not_before(guest: Guest, committed: Committed) -> None:
    event = TeaServed(new_key(), cups=3)
    with committed(), transaction.atomic():
        announce(event)
        assert guest.taken == []
    assert guest.taken == [event]
    assert AnnouncedEvent.objects.get().is_settled


@pytest.mark.django_db
def test_a_fact_of_a_change_that_was_rolled_back_is_never_told(guest: Guest, committed: Committed) -> None:
    with committed(), pytest.raises(RuntimeError), transaction.atomic():
        announce(TeaServed(new_key()))
        raise RuntimeError
    with clock.travel(LATER):
        delivering.redeliver()
    assert guest.taken == []
    assert not AnnouncedEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_needs_the_transaction_of_its_change(guest: Guest) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        announce(TeaServed(new_key()))


@pytest.mark.django_db
def test_a_process_that_died_between_commit_and_delivery_loses_nothing(guest: Guest) -> None:
    first, second = TeaServed(new_key()), TeaServed(new_key())
    with transaction.atomic():
        announce(first)
        announce(second)
    # No on_commit ran: this is what the outbox looks like after a kill -9 there.
    assert guest.taken == []
    assert delivering.redeliver() == 0, "a young event is still in the hands of whoever announced it"
    with clock.travel(LATER):
        assert delivering.redeliver() == 2
        assert delivering.redeliver() == 0
    assert guest.taken == [first, second], "in the order they were announced"


@pytest.mark.django_db
def test_a_subscriber_that_fails_does_not_keep_the_fact_from_the_others(
    guest: Guest, second_guest: Guest, committed: Committed
) -> None:
    guest.failures = 1
    event = serve(committed)
    assert (guest.taken, second_guest.taken) == ([], [event])
    with clock.travel(LATER):
        delivering.redeliver()
    assert (guest.taken, second_guest.taken) == ([event], [event]), "and it is told nobody twice"


@pytest.mark.django_db
def test_a_subscriber_that_fails_is_given_a_pause(guest: Guest, committed: Committed) -> None:
    guest.failures = 1
    serve(committed)
    with clock.travel(timedelta(seconds=6)):
        assert delivering.redeliver() == 0
    with clock.travel(timedelta(seconds=11)):
        assert delivering.redeliver() == 1


@pytest.mark.django_db
def test_what_a_subscriber_wrote_before_it_failed_is_undone(guest: Guest, committed: Committed) -> None:
    def writes_then_fails(event: TeaServed) -> None:
        Delivery.objects.create(event_id=AnnouncedEvent.objects.get().pk, subscriber="half a change")
        raise RuntimeError

    subscribe(TeaServed)(writes_then_fails)
    serve(committed)
    assert not Delivery.objects.filter(subscriber="half a change").exists()


@pytest.mark.django_db
def test_a_subscriber_that_fails_three_times_is_parked_shown_and_tried_again(
    guest: Guest, committed: Committed
) -> None:
    guest.failures = 3
    event = serve(committed)
    for minutes in (1, 2, 3, 4):
        with clock.travel(timedelta(minutes=minutes)):
            delivering.redeliver()
    parked = Delivery.objects.get(state=Delivery.State.PARKED)
    assert parked.attempts == 3
    assert "the cup is broken" in parked.error
    assert guest.taken == []

    shown = StringIO()
    call_command("events", "--parked", stdout=shown)
    assert "1 parked" in shown.getvalue()
    assert "RuntimeError: the cup is broken" in shown.getvalue()

    call_command("events", "--retry", stdout=StringIO())
    assert guest.taken == [event]
    assert not Delivery.objects.filter(state=Delivery.State.PARKED).exists()


@pytest.mark.django_db
def test_delivering_twice_tells_nobody_twice(guest: Guest, committed: Committed) -> None:
    event = serve(committed)
    delivering.deliver(AnnouncedEvent.objects.get())
    assert guest.taken == [event]


@pytest.mark.django_db
def test_a_listener_who_came_later_is_not_told_of_settled_facts(guest: Guest, committed: Committed) -> None:
    serve(committed)
    with clock.travel(LATER):
        assert delivering.redeliver() == 0


@pytest.mark.django_db
def test_settled_facts_are_forgotten_and_parked_ones_are_not(guest: Guest, committed: Committed) -> None:
    serve(committed)
    guest.failures = 3
    serve(committed)
    for minutes in (1, 2, 3):
        with clock.travel(timedelta(minutes=minutes)):
            delivering.redeliver()
    with clock.travel(timedelta(days=31)):
        delivering.forget_settled(older_than=timedelta(days=30))
    assert AnnouncedEvent.objects.count() == 1
    assert Delivery.objects.get().state == Delivery.State.PARKED


@pytest.mark.django_db
def test_a_fact_nobody_knows_any_more_is_settled(guest: Guest) -> None:
    """The class was renamed or its app removed while events of it were waiting."""
    AnnouncedEvent.objects.create(name="gone.ClassOfOld", payload={})
    with clock.travel(LATER):
        delivering.redeliver()
    assert AnnouncedEvent.objects.get().is_settled


@dataclass(frozen=True)
class Everything:
    key: UUID
    at: datetime
    on: date
    words: str
    maybe: UUID | None = None
    share: float = 0.5


def test_facts_survive_their_way_through_json() -> None:
    event = Everything(new_key(), datetime(2026, 11, 23, 8, 0, tzinfo=UTC), date(2026, 11, 23), "été", new_key())
    assert from_payload(Everything, to_payload(event)) == event
    assert from_payload(Everything, {**to_payload(event), "maybe": None}).maybe is None


def test_a_fact_written_by_an_older_version_still_reads(guest: Guest) -> None:
    assert from_payload(TeaServed, {"pot_id": str(new_key()), "colour": "green"}).cups == 1


def test_a_fact_carries_no_rows() -> None:
    @dataclass(frozen=True)
    class Careless:
        row: object

    with pytest.raises(TypeError, match="AnnouncedEvent"):
        to_payload(Careless(AnnouncedEvent()))


@pytest.mark.django_db
def test_the_command_lists_every_event_with_who_listens(guest: Guest) -> None:
    shown = StringIO()
    call_command("events", stdout=shown)
    lines = shown.getvalue().splitlines()
    place = lines.index(registry.name_of(TeaServed))
    assert lines[place + 1].startswith("  → ")
    assert lines[place + 1].endswith("listener")


def test_the_keeper_looks_at_the_outbox_and_for_dead_workers_often_enough() -> None:
    """Taken over within a minute: silence of 30 s, then the next look."""
    by_work = {chore.do: chore.seconds for chore in schedule.chores.values()}
    assert by_work[takeover.take_over_from_the_dead] + takeover.SILENCE_OF_THE_DEAD.total_seconds() < 60
    assert by_work[chores.redeliver] <= 5
