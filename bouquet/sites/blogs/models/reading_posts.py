"""How posts are read: always through the person who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.models.states import EDITING, OPENLY, Role

if TYPE_CHECKING:
    from bouquet.sites.blogs.models.post import Post  # noqa: F401 (ruff does not see it in a base class)

BLOG_SHOWN = Q(blog__standing__in=OPENLY, blog__is_away=False, blog__closed_at=None)
# The JSON document and the words to search stay in the database.
HEAVY = ("document", "draft", "words", "sought")


class BlogPostQuerySet(models.QuerySet["Post"]):
    """Reads over posts and pages."""

    def shown(self) -> BlogPostQuerySet:
        """What anybody may read."""
        return self.filter(BLOG_SHOWN, is_shown=True)

    def visible_to(self, visitor: Visitor) -> BlogPostQuerySet:
        """What shows, and what one may write on (`writable_by`)."""
        if not isinstance(visitor, Account):
            return self.shown()
        return self.filter((BLOG_SHOWN & Q(is_shown=True)) | _writable(visitor))

    def writable_by(self, account: Account) -> BlogPostQuerySet:
        """One's own posts, and in blogs one edits those of all. What was removed by a decision, nobody writes on."""
        return self.filter(_writable(account))

    def listed(self) -> BlogPostQuerySet:
        """For lists: posts (no pages), the newest first."""
        return self.filter(is_page=False).defer(*HEAVY, "html").order_by("-published_at", "-id")

    def with_shelves(self) -> BlogPostQuerySet:
        """With their author, category, tags and series. One more query."""
        return self.select_related("author__account", "category", "series").prefetch_related("tags")


def _writable(account: Account) -> Q:
    own = account.blog_authors.exclude(role=Role.PAST)
    edited = own.filter(role__in=EDITING).values("blog")
    return (Q(author__in=own.values("pk")) | Q(blog__in=edited)) & ~Q(standing="removed") & Q(removed_at=None)
