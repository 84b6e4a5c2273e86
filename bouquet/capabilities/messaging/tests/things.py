"""Something no app owns, for rooms to belong to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor


@dataclass
class Thing:
    """Seen by its author and `readers`."""

    author: Account
    readers: set[UUID]
    key: UUID = field(default_factory=new_key)

    @property
    def ref(self) -> Ref:
        return Ref("test.place", self.key)


class ThingKind(Kind):
    """Places that people talk about."""

    name = "test.place"
    label = "a place"
    icon = "box"

    def __init__(self) -> None:
        self.things: dict[UUID, Thing] = {}

    def add(self, thing: Thing) -> Thing:
        self.things[thing.key] = thing
        return thing

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        return {
            key: Subject(Ref(self.name, key), "Le port", "http://x/", self.things[key].author.pk, clock.now())
            for key in keys
            if key in self.things
        }

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        there = [self.things[key] for key in keys if key in self.things]
        return {thing.key for thing in there if visitor.pk in thing.readers | {thing.author.pk}}

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        raise AssertionError("nobody moderates these")
