from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor

SHOWN, SECRET, GONE = uuid4(), uuid4(), uuid4()


class Leaf(Kind):
    name, label, icon = "tests.leaf", "a leaf", "leaf"

    def __init__(self) -> None:
        self.asked = 0

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        self.asked += 1
        made = datetime(2026, 1, 1, tzinfo=UTC)
        return {key: Subject(Ref(self.name, key), "Leaf", "http://leaf/", None, made) for key in keys if key != GONE}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return set(keys) - {SECRET}

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None: ...


@pytest.fixture
def leaf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Leaf]:
    kind = Leaf()
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register_kind(kind)
    yield kind


def test_many_things_of_a_kind_are_found_at_once(leaf: Leaf) -> None:
    found = registry.subjects([Ref(leaf.name, SHOWN), Ref(leaf.name, SECRET), Ref(leaf.name, GONE)])
    assert {ref.key for ref in found} == {SHOWN, SECRET}
    assert leaf.asked == 1


def test_what_a_visitor_may_not_see_is_not_among_the_visible(leaf: Leaf) -> None:
    assert set(registry.visible_subjects([Ref(leaf.name, SHOWN), Ref(leaf.name, SECRET)], None)) == {
        Ref(leaf.name, SHOWN)
    }
    assert registry.open_to([Ref(leaf.name, SECRET)], None) == set()


def test_what_is_of_no_known_kind_is_seen_by_nobody(leaf: Leaf) -> None:
    stranger = Ref("gone.site", SHOWN)
    assert registry.visible([stranger], None) == set()
    assert registry.subject(stranger) is None
