"""Something to speak of that no site owns: the tests' own kind, with a term of two years as articles have one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor

COMMENTED_FOR = timedelta(days=2 * 365)


@dataclass
class Thing:
    """`readers` are those who may see it besides its author; None: everybody. `speakers` likewise, for speaking."""

    author: Account
    title: str = "Un été à Douarnenez"
    readers: set[UUID] | None = None
    speakers: set[UUID] | None = None
    keepers: frozenset[UUID] = frozenset()
    published_at: datetime = field(default_factory=clock.now)
    key: UUID = field(default_factory=new_key)
    kind: str = "test.thing"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.key)

    @property
    def path(self) -> str:
        return f"/comments/{self.kind}/{self.key}"


class ThingKind(Kind):
    """Articles that can be commented on for two years."""

    label = "a thing"
    icon = "box"

    def __init__(self, name: str = "test.thing") -> None:
        self.name = name
        self.things: dict[UUID, Thing] = {}
        self.asked = 0

    def add(self, thing: Thing) -> Thing:
        thing.kind = self.name
        self.things[thing.key] = thing
        return thing

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        self.asked += 1
        return {thing.key: self._subject(thing) for thing in self._of(keys)}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return {thing.key for thing in self._of(keys) if _is_among(visitor, thing, thing.readers)}

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        seen = self.visible_to(visitor, keys)
        return {thing.key for thing in self._of(seen) if _is_among(visitor, thing, thing.speakers)}

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        raise AssertionError("nobody moderates these")

    def _of(self, keys: Iterable[UUID]) -> list[Thing]:
        return [self.things[key] for key in keys if key in self.things]

    def _subject(self, thing: Thing) -> Subject:
        return Subject(
            ref=thing.ref,
            title=thing.title,
            address=f"http://wideo.m6.localhost:8000/things/{thing.key}",
            author_id=thing.author.pk,
            made_at=thing.published_at,
            keepers=thing.keepers,
            comments_close_at=thing.published_at + COMMENTED_FOR,
        )


def _is_among(visitor: Visitor, thing: Thing, people: set[UUID] | None) -> bool:
    return people is None or visitor == thing.author or visitor.pk in people
