"""Pages kept for everybody are dropped when what they show changes. Counts alone (reactions, comments) only age."""

from __future__ import annotations

from uuid import UUID

from bouquet.foundation.live import purging
from bouquet.sites.blogs.models import Blog, Post

# How long a page is kept; one that only grew old is served for as long again while another is made.
KEPT_SECONDS = 60
# On the pages of the brand that list blogs and posts.
LISTS = "blogs:lists"


def blog_tag(key: UUID) -> str:
    """On every page of one blog."""
    return f"blogs:blog:{key}"


def purge_blog(blog_id: UUID) -> None:
    """Drop every page of a blog, and those that list it."""
    purging.purge(blog_tag(blog_id), LISTS)


def purge_post(post_id: UUID) -> None:
    """A post stands on many pages of its blog (front, archive, tags, neighbours): all are dropped."""
    for key in Post.objects.filter(pk=post_id).values_list("blog", flat=True):
        purge_blog(key)


def purge_of_author(account_id: UUID) -> None:
    """Drop the pages of the blogs a member writes in."""
    for key in Blog.objects.filter(authors__account=account_id).values_list("pk", flat=True):
        purge_blog(key)
