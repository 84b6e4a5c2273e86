"""What a decision leaves of a blog or a post."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Standing
from bouquet.sites.blogs.actions.publishing import recount
from bouquet.sites.blogs.events import ArticleChanged, ArticlePublished, BlogChanged
from bouquet.sites.blogs.models import Blog, Post, Standings


@transaction.atomic
def put_post(*, key: UUID, standing: Standing, label: str = "") -> None:
    """Into `standing`; safe to repeat. One that shows (again) is told of as when it was published."""
    post = Post.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if post is None:
        return
    was_shown = post.is_shown
    post.standing = Standings(standing.value)
    post.label = label if standing == Standing.LABELLED else ""
    post.settle()
    post.save(update_fields=["standing", "label", "is_shown", "version"])
    recount(post.blog_id)
    announce(ArticlePublished(key) if post.is_shown and not was_shown else ArticleChanged(key))


@transaction.atomic
def put_blog(*, key: UUID, standing: Standing, label: str = "") -> None:
    """Into `standing`; safe to repeat. Who may not see a blog sees no post of it."""
    blog = Blog.objects.select_for_update().filter(pk=key).first()
    if blog is None:
        return
    blog.standing = Standings(standing.value)
    blog.label = label if standing == Standing.LABELLED else ""
    blog.version += 1
    blog.save(update_fields=["standing", "label", "version"])
    announce(BlogChanged(key))
