"""Tell the hub that feeds have changed (WebSub, W3C Recommendation of 23 January 2018, §7)."""

from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings

from bouquet.sites.blogs.actions import web
from bouquet.sites.blogs.models import Post

FORMS = ("atom", "rss", "json")

logger = logging.getLogger(__name__)


def ping(*, post_id: UUID, client: web.NewClient = web.new_client) -> None:
    """Name the feeds the post stands in to the operator's hub, if there is one. Safe to repeat."""
    hub: str = settings.BOUQUET_WEBSUB_HUB
    post = Post.objects.select_related("blog", "author").filter(pk=post_id, is_page=False).first()
    if not hub or post is None:
        return
    for address in feeds_of(post):
        try:
            web.post(hub, {"hub.mode": "publish", "hub.url": address}, client=client)
        except web.NotReached:
            logger.warning("The hub %s does not answer; subscribers will ask the feeds by themselves", hub)
            return


def feeds_of(post: Post) -> list[str]:
    """Every feed the post stands in: the blog's, its author's, its tags' and its category's."""
    shelves = ["", post.author.path, *(tag.path for tag in post.tags.all())]
    if post.category is not None:
        shelves.append(post.category.path)
    return [post.blog.canonical(f"{shelf}/feed.{form}") for shelf in shelves for form in FORMS]
