"""What a decision leaves of a tribe or a post."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Standing
from bouquet.sites.tribes.actions import posting
from bouquet.sites.tribes.events import PostChanged, PostPublished, TribeChanged
from bouquet.sites.tribes.models import Post, Standings, Tribe


@transaction.atomic
def put_post(*, key: UUID, standing: Standing, label: str = "") -> None:
    """Into `standing`; safe to repeat. One that shows (again) is told of as when it was posted."""
    post = Post.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if post is None:
        return
    was_shown = post.is_shown
    post.standing = Standings(standing.value)
    post.label = label if standing == Standing.LABELLED else ""
    post.settle()
    post.save(update_fields=["standing", "label", "is_shown", "version"])
    posting.refresh_last(post)
    announce(PostPublished(key) if post.is_shown and not was_shown else PostChanged(key))


@transaction.atomic
def put_tribe(*, key: UUID, standing: Standing, label: str = "") -> None:
    """Into `standing`; safe to repeat. What is inside follows: who may not see a tribe sees no post of it."""
    tribe = Tribe.objects.select_for_update().filter(pk=key).first()
    if tribe is None:
        return
    tribe.standing = Standings(standing.value)
    tribe.label = label if standing == Standing.LABELLED else ""
    tribe.version += 1
    tribe.changed_at = clock.now()
    tribe.save(update_fields=["standing", "label", "version", "changed_at"])
    announce(TribeChanged(key))
