from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from bouquet.foundation.clock import clock
from bouquet.foundation.queries.prepared import LENGTHS, Prepared, PreparedList

pytestmark = pytest.mark.django_db


def _events() -> QuerySet[Any]:
    # Events stand above this room; the tests need some rows with every sort of column.
    return apps.get_model("events", "AnnouncedEvent")._default_manager.all()


def _deliveries() -> QuerySet[Any]:
    return apps.get_model("events", "Delivery")._default_manager.all()


@pytest.fixture
def deliveries() -> list[Any]:
    at = clock.now()
    made = []
    for number in range(40):
        event = _events().create(name=f"test.{number % 3}", payload={"number": number}, announced_at=at)
        tried = at - timedelta(minutes=number) if number % 2 else None
        made.append(_deliveries().create(event=event, subscriber=f"s{number}", attempts=number % 4, attempted_at=tried))
    return made


def _plain(one: Model) -> dict[str, Any]:
    return {name: value for name, value in vars(one).items() if not name.startswith("_")}


def test_a_prepared_read_finds_what_its_query_set_finds_with_each_key(deliveries: list[Any]) -> None:
    prepared: Prepared[Any] = Prepared(
        lambda key: _deliveries().filter(event=key).values_list("pk", "attempted_at", "attempts", "event__payload")
    )
    for one in deliveries:
        found = _deliveries().filter(event=one.event_id)
        wanted = found.values_list("pk", "attempted_at", "attempts", "event__payload")
        assert prepared.rows(one.event_id) == list(wanted)
    assert prepared.rows(uuid4()) == []


def test_objects_come_with_what_they_refer_to_and_without_a_further_query(deliveries: list[Any]) -> None:
    prepared: Prepared[Any] = Prepared(lambda key: _deliveries().select_related("event").filter(pk=key))
    for one in deliveries:
        (found,) = prepared.objects(one.pk)
        with CaptureQueriesContext(connection) as queries:
            assert _plain(found) == _plain(one) and _plain(found.event) == _plain(one.event)
        assert not queries.captured_queries
    found.attempts = 9
    found.save()
    assert _deliveries().get(pk=found.pk).attempts == 9


def test_a_key_may_stand_in_several_places_and_beside_fixed_values(deliveries: list[Any]) -> None:
    def describe(event: Any, name: str) -> QuerySet[Any, Any]:
        mine = _deliveries().filter(event=event, attempts__lt=3).values_list("subscriber")
        named = _deliveries().filter(subscriber=name).exclude(event=event).values_list("subscriber")
        return mine.union(named)

    prepared = Prepared(describe, (UUID, str))
    for one in deliveries:
        rows = sorted(prepared.rows(one.event_id, "s7"))
        assert rows == sorted(describe(one.event_id, "s7"))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 17, 40])
def test_a_list_of_any_length_is_read_once(deliveries: list[Any], count: int) -> None:
    prepared: PreparedList[Any] = PreparedList(lambda keys: _deliveries().filter(pk__in=keys))
    wanted = [one.pk for one in deliveries[:count]]
    with CaptureQueriesContext(connection) as queries:
        found = prepared.objects(wanted)
    assert sorted(one.pk for one in found) == sorted(wanted)
    assert len(queries) == min(count, 1)


def test_a_list_longer_than_any_statement_is_read_in_pieces(deliveries: list[Any]) -> None:
    prepared: PreparedList[Any] = PreparedList(
        lambda event, keys: _deliveries().filter(pk__in=keys).exclude(event=event).values_list("pk"), apart=1
    )
    keys = [uuid4() for _ in range(LENGTHS[-1])] + [one.pk for one in deliveries]
    with CaptureQueriesContext(connection) as queries:
        found = prepared.rows(deliveries[0].event_id, keys)
    assert {pk for (pk,) in found} == {one.pk for one in deliveries[1:]}
    assert len(queries) == 2


def test_the_sql_is_written_once(deliveries: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def describe(key: Any) -> QuerySet[Any]:
        asked.append(key)
        return _deliveries().filter(pk=key)

    prepared = Prepared(describe)
    assert [prepared.objects(one.pk)[0].pk for one in deliveries] == [one.pk for one in deliveries]
    assert len(asked) == 1
