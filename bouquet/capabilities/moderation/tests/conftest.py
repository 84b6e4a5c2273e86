from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import naming
from bouquet.capabilities.moderation.tests.notes import Notes
from bouquet.foundation.subjects import registry
from tests.regulars import regular
from tests.surroundings import HOST


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Notes:
    """A kind of thing, registered beside the others while the test runs."""
    kind = Notes()
    monkeypatch.setattr(registry, "_kinds", {**registry._kinds, kind.name: kind})
    return kind


@pytest.fixture
def marc(db: None) -> Account:
    """Marc, who moderates."""
    account = regular("marc", "Marc")
    naming.name(account=account, by=None)
    return account


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    """A browser of each, on one host."""

    def client_of(account: Account) -> Client:
        client = Client(HTTP_HOST=HOST)
        client.force_login(account)
        return client

    return client_of


@pytest.fixture(autouse=True)
def nobody_was_counted(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def forgetful_log(transactional_db: None) -> Iterator[None]:
    """Tests that really commit are cleaned up by deleting every row, which the log refuses."""
    yield
    from bouquet.capabilities.moderation.tests.hiding import empty_the_log

    empty_the_log(connection)
