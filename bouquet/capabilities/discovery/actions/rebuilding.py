"""The whole index anew: after an import, a restore, a change of how words are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from django.apps import apps

from bouquet.capabilities.discovery import kinds
from bouquet.capabilities.discovery.actions import indexing, related
from bouquet.capabilities.discovery.models import Entry
from bouquet.foundation.clock import clock

BATCH = 100


def reindex(*, kind: str = "", told: Callable[[str, int], object] = lambda kind, seen: None) -> int:
    """Index everything of `kind`, or of all kinds, batch by batch; returns how many things were looked at.

    Search answers meanwhile. Killed halfway, it has done half of it; begun again, it does it all again.
    """
    began = clock.now()
    looked = 0
    for name in [kind] if kind else kinds.listed_kinds():
        for keys in _keys_of(name):
            indexing.index(kind=name, keys=keys)
            looked += len(keys)
            told(name, looked)
    # What is listed no more, and what no app knows any more.
    for name, keys in _unseen_since(began, kind):
        indexing.index(kind=name, keys=keys)
    for entry in Entry.objects.filter(**({"kind": kind} if kind else {})).values_list("kind", "key").iterator():
        related.relate(kind=entry[0], key=entry[1])
    return looked


def _keys_of(kind: str) -> Iterator[list[UUID]]:
    """Every key of the kind's model, which the kind is named after, in the order of keys."""
    rows = apps.get_model(kind)._base_manager.order_by("pk")
    last: UUID | None = None
    while keys := list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:BATCH]):
        yield keys
        last = keys[-1]


def _unseen_since(began: object, kind: str) -> Iterator[tuple[str, list[UUID]]]:
    stale = Entry.objects.filter(indexed_at__lt=began).order_by("id")
    if kind:
        stale = stale.filter(kind=kind)
    found: dict[str, list[UUID]] = {}
    for name, key in stale.values_list("kind", "key"):
        found.setdefault(name, []).append(key)
    for name, keys in found.items():
        for start in range(0, len(keys), BATCH):
            yield name, keys[start : start + BATCH]
