"""What a member's copy of their data holds of blogs: what they write in, what they wrote, what they follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.models import Asked, Author, Follower, Post, PostPhoto, Revision


def collect(account: Account) -> Iterator[ExportFile]:
    """JSON of every row, and the photos of their posts."""
    authors = Author.objects.filter(account=account).select_related("blog").order_by("since_at")
    yield as_json("blogs.json", (_author(row) for row in authors))
    posts = Post.objects.filter(author__account=account).select_related("blog", "category", "series")
    rows = posts.prefetch_related("tags").order_by("pk").iterator(chunk_size=200)
    yield as_json("posts.json", (_post(row) for row in rows))
    saved = Revision.objects.filter(by=account).select_related("post").order_by("saved_at")
    yield as_json("revisions.json", (_revision(row) for row in saved.iterator(chunk_size=200)))
    followed = Follower.objects.filter(account=account).select_related("blog").order_by("asked_at")
    yield as_json("followed.json", (_followed(row) for row in followed))
    asked = Asked.objects.filter(account=account).select_related("blog", "by").order_by("asked_at")
    yield as_json("asked.json", (_asked(row) for row in asked))
    photos = PostPhoto.objects.filter(photo__owner=account).select_related("photo", "post").order_by("pk")
    for row in photos.iterator(chunk_size=500):
        if row.photo.widths:
            name = f"photos/{row.post.slug}-{row.photo_id}.webp"
            yield ExportFile(name, stored=f"{row.photo.folder}/{row.photo.widths[-1]}.webp")


def _author(row: Author) -> dict[str, Any]:
    return {"blog": row.blog.name, "address": row.blog.address(), "role": row.role, "since": row.since_at}


def _post(row: Post) -> dict[str, Any]:
    return {
        "address": row.blog.address(row.path),
        "title": row.title,
        "state": row.state,
        "is_page": row.is_page,
        "html": row.html,
        "document": row.document,
        "draft": row.draft,
        "excerpt": row.excerpt,
        "category": row.category.name if row.category else None,
        "series": row.series.name if row.series else None,
        "tags": [tag.name for tag in row.tags.all()],
        "created_at": row.created_at,
        "published_at": row.published_at,
        "updated_at": row.updated_at,
        "removed_at": row.removed_at,
        "standing": row.standing,
    }


def _revision(row: Revision) -> dict[str, Any]:
    return {"post": str(row.post_id), "title": row.title, "document": row.document, "saved_at": row.saved_at}


def _followed(row: Follower) -> dict[str, Any]:
    return {"blog": row.blog.name, "address": row.blog.address(), "by_mail": row.by_mail, "since": row.confirmed_at}


def _asked(row: Asked) -> dict[str, Any]:
    return {"blog": row.blog.name, "role": row.role, "by": row.by.handle, "asked_at": row.asked_at}
