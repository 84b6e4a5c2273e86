"""How blogs are read: always through the person who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.models.states import OPENLY

if TYPE_CHECKING:
    from bouquet.sites.blogs.models.blog import Blog  # noqa: F401 (ruff does not see it in a base class)

SHOWN = Q(standing__in=OPENLY, is_away=False, closed_at=None)


class BlogQuerySet(models.QuerySet["Blog"]):
    """Reads over blogs."""

    def shown(self) -> BlogQuerySet:
        """Those that anybody may read."""
        return self.filter(SHOWN)

    def visible_to(self, visitor: Visitor) -> BlogQuerySet:
        """Those that show, and whatever one writes in unless it was removed."""
        if not isinstance(visitor, Account):
            return self.shown()
        mine = visitor.blog_authors.exclude(role="past").values("blog")
        return self.filter(SHOWN | (Q(pk__in=mine) & ~Q(standing="removed")))

    def at_host(self, host: str, *, brand_host: str) -> BlogQuerySet:
        """The blog that answers at `host`: below `brand_host`, or at its own checked domain."""
        name, dot, rest = host.partition(".")
        if dot and rest == brand_host:
            return self.filter(slug=name)
        return self.filter(domain=host, domain_checked_at__isnull=False)
