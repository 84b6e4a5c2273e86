"""What is said below a thing is found by whoever may find the thing."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.discovery.actions.indexing import BATCH, index
from bouquet.capabilities.discovery.models import Entry
from bouquet.foundation.subjects.subject import Ref


def follow(*, kind: str, key: UUID) -> None:
    """Know all comments below a thing as they may be found now. Safe to repeat."""
    known = Entry.objects.filter(kind=KIND, part_of=key).values_list("key", flat=True)
    shown = Comment.objects.about(Ref(kind, key)).shown().values_list("pk", flat=True)
    keys = sorted({*known, *shown})
    for start in range(0, len(keys), BATCH):
        index(kind=KIND, keys=keys[start : start + BATCH])
