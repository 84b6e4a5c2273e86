"""Open a blog, in one step; close it, and open it again."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import limiting
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.engine.slugs import LONGEST_LABEL, is_label, label_of, slug_of
from bouquet.sites.blogs.events import BlogChanged, BlogOpened
from bouquet.sites.blogs.models import Author, Blog, Role

_ATTEMPTS = 6


class AddressTaken(ValueError):
    """Another blog has this address, or nobody may have it."""

    def __str__(self) -> str:
        return gettext("This address is taken. Choose another one.")


@transaction.atomic
def open_blog(*, by: Account, name: str, slug: str = "", language: str = "fr") -> Blog:
    """A new blog of `by`, at `slug` or at an address made from the name. Raises AddressTaken and `limiting.TooFast`."""
    limiting.require_pace(account=by, verb="found")
    if slug and not is_label(slug):
        raise AddressTaken
    blog = _made(slug, name, language)
    Author.objects.create(blog=blog, account=by, role=Role.OWNER, slug=slug_of(by.handle, otherwise="author"))
    announce(BlogOpened(blog.pk))
    return blog


@transaction.atomic
def close(*, blog: Blog, by: Account) -> None:
    """Nobody but its writers sees it any more; nothing is lost. Raises PermissionDenied."""
    policies.require_owner(by, blog)
    _set_closed(blog, is_closed=True)


@transaction.atomic
def open_again(*, blog: Blog, by: Account) -> None:
    """As if it had never been closed. Raises PermissionDenied."""
    policies.require_owner(by, blog)
    _set_closed(blog, is_closed=False)


def _set_closed(blog: Blog, *, is_closed: bool) -> None:
    blog.closed_at = (blog.closed_at or clock.now()) if is_closed else None
    blog.version += 1
    blog.save(update_fields=["closed_at", "version"])
    announce(BlogChanged(blog.pk))


def _made(slug: str, name: str, language: str) -> Blog:
    wanted = slug or label_of(name)
    if not is_label(wanted):
        wanted = f"blog-{wanted or new_code(5).lower()}"[:LONGEST_LABEL].rstrip("-")
    for attempt in range(_ATTEMPTS):
        label = wanted if attempt == 0 else f"{wanted[: LONGEST_LABEL - 5].rstrip('-')}-{new_code(4).lower()}"
        blog = Blog(slug=label, language=language)
        blog.describe(name=name, tagline="", about="")
        try:
            with transaction.atomic():
                blog.save(force_insert=True)
        except IntegrityError:
            if slug:
                raise AddressTaken from None
            continue
        return blog
    raise AddressTaken
