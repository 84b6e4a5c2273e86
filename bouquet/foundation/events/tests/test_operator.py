"""Odile sees what could not be delivered before all else, with the reason, and has it tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bouquet.foundation.clock import clock
from bouquet.foundation.events.models import AnnouncedEvent, Delivery

DELIVERIES = "/operator/events/delivery/"


@pytest.fixture
def parked(db: None) -> Delivery:
    """An old delivery that failed three times, under two newer ones that went well."""
    event = AnnouncedEvent.objects.create(name="tests.Something", payload={})
    parked = Delivery.objects.create(
        event=event,
        subscriber="tests.badly",
        state=Delivery.State.PARKED,
        attempts=3,
        attempted_at=clock.now() - timedelta(days=2),
        error="Traceback (most recent call last):\n  File …\nValueError: the shelf is full\n",
    )
    for number in (1, 2):
        Delivery.objects.create(
            event=event, subscriber=f"tests.well_{number}", state=Delivery.State.DONE, attempted_at=clock.now()
        )
    return parked


def test_what_is_parked_stands_first_with_its_reason(odile: Any, client: Client, parked: Delivery) -> None:
    client.force_login(odile)
    page = client.get(DELIVERIES).content.decode()
    assert page.index('<td class="field-subscriber">tests.badly') < page.index(
        '<td class="field-subscriber">tests.well'
    )
    assert '<td class="field-reason">ValueError: the shelf is full</td>' in page
    assert "File …" not in page


def test_odile_has_it_tried_again(odile: Any, client: Client, parked: Delivery) -> None:
    client.force_login(odile)
    client.post(DELIVERIES, {"action": "try_again", "_selected_action": [str(parked.pk)]})
    parked.refresh_from_db()
    assert parked.state != Delivery.State.PARKED
