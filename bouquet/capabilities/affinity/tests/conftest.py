"""A kind of things that lives only in tests: groups, of which some are secret."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity import kinds
from bouquet.capabilities.affinity.actions import allowing, consulting, training
from bouquet.capabilities.affinity.kinds import Item
from bouquet.capabilities.affinity.models import Basis
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject
from tests.regulars import regular

GROUP = "tests.group"


@dataclass
class Groups(Kind):
    """What an owner of groups tells: of all, the secret ones as well; who may see them is another question."""

    name: str = GROUP
    label: str = "a group"
    icon: str = "users"
    all: dict[UUID, Item] = field(default_factory=dict)
    hidden_from: dict[UUID, set[UUID]] = field(default_factory=dict)

    def add(self, *tags: str, size: int = 10, days_old: float = 1, **facts: Any) -> Ref:
        facts.setdefault("is_recommendable", True)
        made_at: datetime = clock.now() - timedelta(days=days_old)
        item = Item(key=new_key(), made_at=made_at, tags=tags, size=size, **facts)
        self.all[item.key] = item
        return Ref(GROUP, item.key)

    def change(self, ref: Ref, **facts: Any) -> None:
        self.all[ref.key] = replace(self.all[ref.key], **facts)

    def collect(self, keys: Collection[UUID] | None) -> Iterable[Item]:
        return [item for key, item in self.all.items() if keys is None or key in keys]

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        return {
            key: Subject(Ref(GROUP, key), f"Group {number}", f"https://example.org/{key}", None, self.all[key].made_at)
            for number, key in enumerate(self.all)
            if key in keys
        }

    def visible_to(self, visitor: Any, keys: Collection[UUID]) -> set[UUID]:
        hidden = self.hidden_from.get(getattr(visitor, "pk", None), set())  # type: ignore[arg-type]
        return {key for key in keys if key in self.all and key not in hidden}

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        raise AssertionError("Affinity decides about nothing.")


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch) -> Groups:
    """The only kind there is in the test."""
    made = Groups()
    monkeypatch.setattr(registry, "_kinds", {GROUP: made})
    monkeypatch.setattr(kinds, "_registered", {GROUP: made.collect})
    return made


@pytest.fixture(autouse=True)
def a_process_that_has_just_begun() -> Iterator[None]:
    """No model is left from the test before."""
    consulting.forget()
    yield
    consulting.forget()


@pytest.fixture
def crowd(db: None) -> Callable[[int], list[Account]]:
    """So many members, made at once."""

    def made(count: int) -> list[Account]:
        accounts = [Account(handle=f"member{number}", display_name=f"Member {number}") for number in range(count)]
        return list(Account.objects.bulk_create(accounts))

    return made


def allow(account: Account) -> Account:
    """They allow the use of what they do."""
    allowing.choose(account=account, basis=Basis.BEHAVIOUR, is_suggestible=True)
    return account


def trained() -> None:
    """A model of what is there, in use in this process."""
    training.train()
    consulting.fetch_now()


__all__ = ["GROUP", "Groups", "allow", "regular", "trained"]
