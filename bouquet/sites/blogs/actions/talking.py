"""The rooms of blogs and posts: a post that comes out is told in the room of its blog, and has one of its own."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from bouquet.capabilities.messaging.actions import editing, placing
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs.actions.addressing import BLOG, POST, canonical_address
from bouquet.sites.blogs.models import Post

# What was published before (an import, a date in the past) is no news.
_NEWS = timedelta(days=2)


def tell_the_room(*, post_id: UUID) -> None:
    """Its author says so in the blog's room, once however often it comes back. Safe to repeat."""
    post = Post.objects.shown().select_related("blog", "author__account").filter(pk=post_id, is_page=False).first()
    if post is None or post.published_at is None or post.published_at < clock.now() - _NEWS:
        return
    placing.open_one(Ref(POST, post.pk))
    account = post.author.account
    if account is not None:
        text = "\n\n".join(part for part in (post.title, post.teaser, canonical_address(post)) if part)
        placing.herald(Ref(BLOG, post.blog_id), by=account, text=text, client=_client(post.pk))


def follow_the_post(*, post_id: UUID) -> None:
    """Its room is called as it is; withdrawn, it is not told of any more. Safe to repeat."""
    placing.settle(Ref(POST, post_id))
    post = Post.objects.select_related("author__account").filter(pk=post_id).first()
    if post is None or post.is_shown or post.author.account is None:
        return
    told = placing.heralded(Ref(BLOG, post.blog_id), client=_client(post.pk))
    if told is not None:
        editing.delete(message=told, by=told.author)


def _client(key: UUID) -> str:
    return f"post-{key.hex}"
