"""A kind of thing for tests: notes, kept in memory, of whom members may be keepers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor


@dataclass
class Notes(Kind):
    """Everybody sees those that are shown or labelled; their authors also hidden ones."""

    name: str = "tests.note"
    label: str = "a note"
    icon: str = "file-text"
    there: dict[UUID, Subject] = field(default_factory=dict)
    labels: dict[UUID, str] = field(default_factory=dict)
    finds: int = 0

    def write(self, author: Account | None, text: str = "Bonjour", *, keepers: Collection[Account] = ()) -> Ref:
        ref = Ref(self.name, new_key())
        self.there[ref.key] = Subject(
            ref=ref,
            title=text[:60],
            address=f"http://wideo.m6.localhost/notes/{ref.key}",
            author_id=author.pk if author else None,
            made_at=clock.now(),
            text=text,
            language="fr",
            keepers=frozenset(keeper.pk for keeper in keepers),
        )
        return ref

    def standing(self, ref: Ref) -> Standing:
        return self.there[ref.key].standing

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        self.finds += 1
        return {key: self.there[key] for key in keys if key in self.there}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        shown = (Standing.SHOWN, Standing.LABELLED)
        return {
            note.ref.key
            for note in self.find(keys).values()
            if note.standing in shown
            or (note.standing == Standing.HIDDEN and note.author_id == getattr(visitor, "pk", None))
        }

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        if key in self.there:
            self.there[key] = replace(self.there[key], standing=standing)
            self.labels[key] = label
