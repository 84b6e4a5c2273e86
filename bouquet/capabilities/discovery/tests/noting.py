"""A sort of thing that only these tests know: notes, for whoever they are meant for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.discovery.actions.indexing import index
from bouquet.capabilities.discovery.kinds import EVERYONE, Listing
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor

NOTE = "tests.note"


@dataclass
class Note:
    title: str
    body: str = ""
    audience: tuple[str, ...] = (EVERYONE,)
    tags: tuple[str, ...] = ()
    author: Account | None = None
    age: timedelta = timedelta(days=1)
    popularity: int = 0
    language: str = "fr"
    type: str = "note"
    # Nobody may open it, whatever the index still says.
    is_locked: bool = False
    key: UUID = field(default_factory=new_key)
    written_at: datetime = field(default_factory=clock.now)

    @property
    def ref(self) -> Ref:
        return Ref(NOTE, self.key)

    @property
    def made_at(self) -> datetime:
        return self.written_at - self.age


class NoteKind(Kind):
    name = NOTE
    label = "a note"
    icon = "file-text"

    def __init__(self) -> None:
        self.notes: dict[UUID, Note] = {}
        # Which tokens each member holds beside their own: the tests say so.
        self.tokens: dict[UUID, set[str]] = {}

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        return {
            key: Subject(
                Ref(NOTE, key),
                note.title,
                f"/notes/{key}",
                note.author.pk if note.author else None,
                note.made_at,
                note.body,
            )
            for key in keys
            if (note := self.notes.get(key))
        }

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return {key for key in keys if key in self.notes and self.may_see(visitor, self.notes[key])}

    def may_see(self, visitor: Visitor, note: Note) -> bool:
        """The oracle: said once, without any index."""
        if note.is_locked:
            return False
        if note.author and not Account.objects.active().filter(pk=note.author.pk).exists():
            return False
        if note.author and note.author.pk in hidden_from(visitor):
            return False
        held = {EVERYONE}
        if isinstance(visitor, Account):
            held |= {"members", f"account:{visitor.pk}", *self.tokens.get(visitor.pk, ())}
        return bool(held & set(note.audience))

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        self.notes[key].is_locked = standing in {Standing.HIDDEN, Standing.REMOVED}

    def collect(self, keys: Collection[UUID]) -> list[Listing]:
        return [
            Listing(
                ref=note.ref,
                type=note.type,
                title=note.title,
                body=note.body,
                address=f"/notes/{key}",
                made_at=note.made_at,
                audience=note.audience,
                tags=note.tags,
                language=note.language,
                author_id=note.author.pk if note.author else None,
                popularity=note.popularity,
            )
            for key in keys
            if (note := self.notes.get(key)) and not note.is_locked
        ]

    def write(self, title: str, body: str = "", **said: object) -> Note:
        """A note that search knows."""
        note = Note(title, body, **said)  # type: ignore[arg-type]
        self.notes[note.key] = note
        index(kind=NOTE, keys=[note.key])
        return note
