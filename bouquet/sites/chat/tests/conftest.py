"""What tests of the chat need of their surroundings."""

from __future__ import annotations

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import opening
from bouquet.capabilities.messaging.models import Room
from bouquet.capabilities.moderation.models import Pace

HOST = "shaaz.m6.localhost"


@pytest.fixture
def client() -> Client:
    """A visitor of the brand that shows the chat."""
    return Client(HTTP_HOST=HOST)


@pytest.fixture
def kitchen(ines: Account) -> Room:
    """Inès's public room."""
    made = opening.open_room(by=ines, name="La cuisine", topic="On épluche et on cause")
    # What a test does next is not held back by how it began.
    Pace.objects.all().delete()
    return made
