"""Blogs and posts for tests."""

from __future__ import annotations

from typing import Any

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.sites.blogs.actions import filing, publishing, wording
from bouquet.sites.blogs.models import Author, Blog, Post, Role, State


def blog_of(owner: Account, name: str = "Le carnet d’Inès", *, slug: str = "carnet", **fields: Any) -> Blog:
    """A blog of `owner`, opened as anybody does, whatever their pace."""
    blog = Blog(slug=slug, **fields)
    blog.describe(name=name, tagline="Des mots et des confitures", about="")
    blog.save()
    Author.objects.create(blog=blog, account=owner, role=Role.OWNER, slug=owner.handle)
    return blog


def document_of(*lines: str, links: tuple[str, ...] = ()) -> dict[str, Any]:
    """The editor's JSON of these paragraphs, and a link each to `links`."""
    said: list[dict[str, Any]] = [{"type": "text", "text": line} for line in lines]
    linked = [{"type": "text", "text": link, "marks": [{"type": "link", "attrs": {"href": link}}]} for link in links]
    return {"type": "doc", "content": [{"type": "paragraph", "content": [one]} for one in [*said, *linked]]}


def post_of(blog: Blog, title: str = "La confiture", *lines: str, author: Account | None = None, **fields: Any) -> Post:
    """A published post of the blog's owner, or of `author`."""
    writers = blog.authors.filter(account=author) if author else blog.authors.filter(role=Role.OWNER)
    tags, links = fields.pop("tags", ()), fields.pop("links", ())
    values = {"state": State.PUBLISHED, "published_at": clock.now()} | fields
    post = Post(blog=blog, author=writers.get(), slug=filing.free_slug(blog, title), **values)
    post.save(force_insert=True)
    wording.word(post, title=title, document=document_of(*(lines or ("Des coings.",)), links=links))
    post.settle()
    post.save()
    filing.tag(post, tags)
    publishing.recount(blog.pk)
    blog.refresh_from_db()
    return post
