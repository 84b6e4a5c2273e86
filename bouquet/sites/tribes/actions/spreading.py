"""When a tribe opens, closes, or is hidden, who may find its posts changes with it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes.events import PostChanged
from bouquet.sites.tribes.models import Post

BATCH = 1000


@transaction.atomic
def spread(*, tribe_id: UUID, after: UUID | None = None) -> UUID | None:
    """Say of a thousand posts below `after` that they changed; returns where to go on, if anywhere. Safe to repeat."""
    posts = Post.objects.filter(tribe=tribe_id).order_by("-pk")
    if after is not None:
        posts = posts.filter(pk__lt=after)
    keys = list(posts.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        announce(PostChanged(key))
    return keys[-1] if len(keys) == BATCH else None
