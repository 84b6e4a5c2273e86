"""What posts are filed under, and under which addresses they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions import reading
from bouquet.sites.blogs.engine.slugs import slug_of
from bouquet.sites.blogs.events import ArticleChanged, BlogChanged
from bouquet.sites.blogs.models import Blog, Category, Post, Redirect, Series, Tag

MOST_TAGS = 20
_Shelf = TypeVar("_Shelf", Category, Tag, Series)


@transaction.atomic
def file(
    *,
    post: Post,
    by: Account,
    category: Category | None = None,
    tags: Iterable[str] = (),
    series: Series | None = None,
    series_position: int = 0,
) -> None:
    """Where the post belongs; tags are made as they are named. Raises PermissionDenied, also for what is another
    blog's."""
    policies.require_can_edit(by, post)
    for shelf in (category, series):
        if shelf is not None and shelf.blog_id != post.blog_id:
            raise ValueError("The shelf is another blog's.")
    post.category, post.series, post.series_position = category, series, series_position
    post.version += 1
    post.save(update_fields=["category", "series", "series_position", "version"])
    tag(post, tags)
    announce(ArticleChanged(post.pk))


def tag(post: Post, names: Iterable[str]) -> None:
    """The tags of `post` are those called `names`; an import and the editor use it too."""
    wanted = {slug_of(name, otherwise="tag"): name.strip()[:80] for name in names if name.strip()}
    kept = dict(list(wanted.items())[:MOST_TAGS])
    Tag.objects.bulk_create(
        [Tag(blog_id=post.blog_id, slug=slug, name=name) for slug, name in kept.items()], ignore_conflicts=True
    )
    post.tags.set(Tag.objects.filter(blog=post.blog_id, slug__in=kept))


class GoesRound(ValueError):
    """A category cannot lie in itself, nor in one that lies in it, nor in another blog's."""


@transaction.atomic
def make_shelf(
    shelf: type[_Shelf], *, blog: Blog, by: Account, name: str, about: str = "", parent: Category | None = None
) -> _Shelf:
    """A category (in `parent`), tag or series called `name`; the one there is, when there is one. Editors may. Raises
    PermissionDenied, GoesRound."""
    policies.require_editing(by, blog)
    slug = slug_of(name, otherwise=shelf._meta.model_name or "shelf")
    found, is_new = shelf.objects.get_or_create(blog=blog, slug=slug, defaults={"name": name, "about": about})
    if is_new and isinstance(found, Category):
        _put(found, parent)
    announce(BlogChanged(blog.pk))
    return found


@transaction.atomic
def rename_shelf(shelf: _Shelf, *, by: Account, name: str, about: str = "", parent: Category | None = None) -> None:
    """Its address stays; a category lies in `parent` from now on. Editors may. Raises PermissionDenied, GoesRound."""
    policies.require_editing(by, shelf.blog)
    shelf.name, shelf.about = name.strip()[:80], about.strip()[:500]
    shelf.save(update_fields=["name", "about"])
    if isinstance(shelf, Category):
        _put(shelf, parent)
    announce(BlogChanged(shelf.blog_id))


@transaction.atomic
def remove_shelf(shelf: _Shelf, *, by: Account) -> None:
    """The posts stay, filed under nothing. Editors may. Raises PermissionDenied."""
    policies.require_editing(by, shelf.blog)
    blog_id = shelf.blog_id
    shelf.delete()
    announce(BlogChanged(blog_id))


def _put(category: Category, parent: Category | None) -> None:
    if parent is not None and (parent.blog_id != category.blog_id or parent.pk in reading.below(category)):
        raise GoesRound
    category.parent = parent
    category.save(update_fields=["parent"])


def free_slug(blog: Blog, title: str, *, post: Post | None = None) -> str:
    """An address for a post of this title that no other post of the blog has."""
    wanted = slug_of(title)
    others = Post.objects.filter(blog=blog)
    if post is not None:
        others = others.exclude(pk=post.pk)
    if not others.filter(slug=wanted).exists():
        return wanted
    taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, 200))
    return next((slug for slug in numbered if slug not in taken), f"{wanted}-{new_code(5).lower()}")


@transaction.atomic
def move(*, post: Post, by: Account, slug: str) -> None:
    """Another address; the old one leads there, if it was ever to be seen. Raises PermissionDenied."""
    policies.require_can_edit(by, post)
    before = post.path
    post.slug = free_slug(post.blog, slug, post=post)
    if post.path == before:
        return
    post.version += 1
    post.save(update_fields=["slug", "version"])
    Redirect.objects.filter(blog=post.blog, path=post.path).delete()
    if post.published_at is not None:
        Redirect.objects.update_or_create(blog=post.blog, path=before, defaults={"post": post, "goal": ""})
    announce(ArticleChanged(post.pk))
