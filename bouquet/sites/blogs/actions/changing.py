"""Change what a blog says of itself, how it looks, what it recommends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from bouquet.capabilities.accounts.engine import pictures
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.store import store
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.engine.themes import KEYS
from bouquet.sites.blogs.events import BlogChanged
from bouquet.sites.blogs.models import Blog, BlogrollLink
from bouquet.sites.blogs.models.blog import HEADER_WIDTHS

SMALLEST_HEADER = 600
MOST_IN_ROLL = 50
_SHAPE = 4


class PictureTooSmall(ValueError):
    """A header narrower than 600 pixels: it would be blurred."""


@dataclass(frozen=True)
class Words:
    """What an editor decides of a blog."""

    name: str
    tagline: str = ""
    about: str = ""
    language: str = "fr"
    is_listed: bool = True
    takes_comments: bool = True
    takes_mentions: bool = True
    sends_newsletter: bool = True


@transaction.atomic
def reword(*, blog: Blog, by: Account, words: Words) -> None:
    """New words and choices. Editors may. Raises PermissionDenied."""
    policies.require_editing(by, blog)
    blog.describe(name=words.name, tagline=words.tagline, about=words.about)
    blog.language, blog.is_listed = words.language, words.is_listed
    blog.takes_comments, blog.takes_mentions = words.takes_comments, words.takes_mentions
    blog.sends_newsletter = words.sends_newsletter
    _changed(blog)


@transaction.atomic
def dress(*, blog: Blog, by: Account, theme: str) -> None:
    """Another look. Raises PermissionDenied, and ValueError for a look there is not."""
    policies.require_editing(by, blog)
    if theme not in KEYS:
        raise ValueError(theme)
    blog.theme = theme
    _changed(blog)


def set_header(*, blog: Blog, by: Account, file: BinaryIO) -> None:
    """A wide picture on top; only pixels are kept. Raises PermissionDenied, `pictures.NotAPicture`, `TooManyPixels`
    or PictureTooSmall."""
    policies.require_editing(by, blog)
    picture = pictures.open_picture(file, wanted=max(HEADER_WIDTHS))
    if picture.width < SMALLEST_HEADER:
        raise PictureTooSmall
    folder = f"blogs/{new_code(24)}"
    widths = [width for width in HEADER_WIDTHS if width <= max(picture.width, HEADER_WIDTHS[0])]
    for width in widths:
        store().put_bytes(pictures.fitted(picture, width, width // _SHAPE), f"public/{folder}/{width}.webp")
    _wear(blog, header=folder, header_width=max(widths))


def drop_header(*, blog: Blog, by: Account) -> None:
    """Back to the name alone. Raises PermissionDenied."""
    policies.require_editing(by, blog)
    _wear(blog, header="", header_width=0)


@transaction.atomic
def recommend(*, blog: Blog, by: Account, links: Sequence[tuple[str, str]]) -> None:
    """The blogroll is these names and addresses, in this order. Raises PermissionDenied."""
    policies.require_editing(by, blog)
    blog.blogroll.all().delete()
    known = {address: name for name, address in links[:MOST_IN_ROLL]}
    BlogrollLink.objects.bulk_create(
        BlogrollLink(blog=blog, name=name[:80], address=address, position=position)
        for position, (address, name) in enumerate(known.items())
    )
    _changed(blog)


def _wear(blog: Blog, *, header: str, header_width: int) -> None:
    with transaction.atomic():
        held = Blog.objects.select_for_update().get(pk=blog.pk)
        before = held.header
        held.header, held.header_width = header, header_width
        _changed(held)
    blog.refresh_from_db()
    if before:
        store().delete_tree(f"public/{before}")


def _changed(blog: Blog) -> None:
    blog.version += 1
    blog.changed_at = clock.now()
    blog.save()
    announce(BlogChanged(blog.pk))
