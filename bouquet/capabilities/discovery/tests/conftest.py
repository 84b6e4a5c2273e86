"""Notes, for the tests of discovery."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bouquet.capabilities.discovery import kinds
from bouquet.capabilities.discovery.kinds import ListingType, register_audiences, register_listing
from bouquet.capabilities.discovery.tests.noting import NOTE, NoteKind
from bouquet.foundation.subjects import registry


@pytest.fixture
def notes(db: None) -> Iterator[NoteKind]:
    """A kind of things of these tests' own; `notes.write(…)` makes one that search knows."""
    kind = NoteKind()
    registry.register_kind(kind)
    register_listing(NOTE, kind.collect, types=[ListingType("note", "Notes", icon="file-text")])

    def tokens(account: object) -> set[str]:
        return kind.tokens.get(account.pk, set())  # type: ignore[attr-defined]

    register_audiences(tokens)
    yield kind
    registry._kinds.pop(NOTE)
    kinds._collectors.pop(NOTE)
    kinds._types.pop("note")
    kinds._audiences.remove(tokens)
