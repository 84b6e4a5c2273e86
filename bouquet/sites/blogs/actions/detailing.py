"""What stands around the words of a post: its address, shelves, cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos
from bouquet.foundation.events.announcing import announce
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions import filing, wording
from bouquet.sites.blogs.events import ArticleChanged
from bouquet.sites.blogs.models import Category, Post, Series


@dataclass(frozen=True)
class Details:
    """What its writer decides. `cover` is a file that was sent, None: as it is."""

    slug: str
    category: Category | None = None
    tags: Sequence[str] = ()
    series: Series | None = None
    series_position: int | None = None
    cover: Any = None
    cover_alt: str = ""
    drop_cover: bool = False
    takes_comments: bool = True


def detail(*, post: Post, by: Account, details: Details) -> None:
    """Raises PermissionDenied, and `media.policies.CannotReceive` for a cover that is no photo: all is as before."""
    policies.require_can_edit(by, post)
    photo = photos.receive(file=details.cover, owner=by, alt=details.cover_alt) if details.cover else None
    with transaction.atomic():
        filing.move(post=post, by=by, slug=details.slug)
        filing.file(
            post=post,
            by=by,
            category=details.category,
            tags=details.tags,
            series=details.series,
            series_position=details.series_position or 0,
        )
        if photo is not None or details.drop_cover:
            wording.wear_cover(post, photo)
        post.takes_comments = details.takes_comments
        post.version += 1
        post.save(update_fields=["takes_comments", "cover_photo", "cover", "version"])
        announce(ArticleChanged(post.pk))
