"""One row for each thing that can be found, with its words as they are searched."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref


class Shelf(models.IntegerChoices):
    """Which index holds a row. What everyone may find has one of its own: nothing else weighs in its answers."""

    HIDDEN = 0
    OPEN = 1
    CLOSED = 2


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, kind: str, keys: Iterable[UUID]) -> EntryQuerySet:
        return self.filter(kind=kind, key__in=list(keys))

    def by(self, author_id: UUID) -> EntryQuerySet:
        """What this account made, and the account itself."""
        return self.filter(author_id=author_id)

    def below(self, keys: Iterable[UUID]) -> EntryQuerySet:
        """What stands below these things."""
        return self.filter(part_of__in=list(keys))

    def hide(self) -> int:
        """Take them out of every answer, now. What they are is asked again later."""
        return self.exclude(shelf=Shelf.HIDDEN).update(shelf=Shelf.HIDDEN)

    def open(self) -> EntryQuerySet:
        return self.filter(shelf=Shelf.OPEN)


class Entry(models.Model):
    """A `kinds.Listing`, kept. `id` is `engine.places.place_of`: the newer the greater.

    The database keeps the index of `names`, `title_stems` and `body_stems` by itself (migration 0002): whoever writes,
    hides or deletes rows here has nothing else to do.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    type = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    teaser = models.CharField(max_length=400, blank=True)
    # The beginning of all its words, to show those around a word that was sought.
    text = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    address = models.CharField(max_length=600)
    picture = models.CharField(max_length=600, blank=True)
    language = models.CharField(max_length=10, blank=True)
    author_id = models.UUIDField(null=True, db_index=True)
    # The key of the thing that it stands below.
    part_of = models.UUIDField(null=True, db_index=True)
    made_at = models.DateTimeField()
    popularity = models.PositiveIntegerField(default=0)
    shelf = models.PositiveSmallIntegerField(choices=Shelf, default=Shelf.HIDDEN)
    names = models.TextField(blank=True)
    title_stems = models.TextField(blank=True)
    body_stems = models.TextField(blank=True)
    facets = models.CharField(max_length=100, blank=True)
    indexed_at = models.DateTimeField(default=clock.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="discovery_one_entry_per_thing")]

    def __str__(self) -> str:
        return f"{self.ref.kind} {self.title}"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.key)


class Audience(models.Model):
    """Who may find a thing on the shelf CLOSED: whoever holds this token."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="audience")
    token = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "token"], name="discovery_one_audience_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.token}"
