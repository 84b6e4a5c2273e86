"""What stands in a blog around its posts, as an export has it: shelves, and words where the blog has none yet."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeVar

from django.db import transaction

from bouquet.capabilities.accounts.engine.pictures import NotAPicture
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.actions import changing
from bouquet.sites.blogs.engine.incoming.nouns import Term
from bouquet.sites.blogs.engine.incoming.survey import Survey
from bouquet.sites.blogs.engine.slugs import LONGEST_SLUG, slug_of
from bouquet.sites.blogs.engine.themes import KEYS
from bouquet.sites.blogs.models import Blog, BlogrollLink, Category, Series, Tag

_Shelf = TypeVar("_Shelf", Category, Tag, Series)


@dataclass
class Shelves:
    """What posts are filed under, by the slugs they had in the export."""

    blog: Blog
    categories: dict[str, Category] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)

    def tag(self, slug: str, name: str) -> Tag:
        """The tag that was called `slug`; made when there is none, for categories that go on as tags."""
        if slug not in self.tags:
            self.tags |= _made(Tag, self.blog, [Term("tag", slug, name)])
        return self.tags[slug]


@transaction.atomic
def furnish(blog: Blog, found: Survey) -> Shelves:
    """The shelves of `found` are in `blog`, and its words where they were empty. Safe to repeat."""
    held = Blog.objects.select_for_update().get(pk=blog.pk)
    _describe(held, found)
    terms = list(found.terms.values())
    shelves = Shelves(
        blog,
        categories=_made(Category, blog, [term for term in terms if term.kind == "category"]),
        tags=_made(Tag, blog, [term for term in terms if term.kind == "tag"]),
        series=_made(Series, blog, [term for term in terms if term.kind == "series"]),
    )
    for term in terms:
        if term.kind == "category":
            _hang(shelves.categories[term.slug], shelves.categories.get(term.parent))
    blog.refresh_from_db()
    return shelves


def wear_header(blog: Blog, content: bytes | None, *, by: Account) -> None:
    """The picture on top of the blog it was exported from, where this one has none."""
    if content and not blog.header:
        with suppress(NotAPicture, changing.PictureTooSmall):
            changing.set_header(blog=blog, by=by, file=io.BytesIO(content))


def shelf_slug(term: Term) -> str:
    """Its slug here: as it was, where it can be read in an address; else one made from its name, or from what it was.

    The same every time, so that bringing it again finds it.
    """
    for words in (term.slug, term.name):
        if (slug := slug_of(words, otherwise=term.kind)) != term.kind:
            return slug[:LONGEST_SLUG]
    return f"{term.kind}-{blake2b(term.slug.encode(), digest_size=4).hexdigest()}"


def _made(shelf: type[_Shelf], blog: Blog, terms: list[Term]) -> dict[str, _Shelf]:
    wanted = {term.slug: shelf_slug(term) for term in terms}
    shelf.objects.bulk_create(
        [
            shelf(blog=blog, slug=wanted[term.slug], name=" ".join(term.name.split())[:80] or term.slug[:80],
                  about=" ".join(term.description.split())[:500])
            for term in terms
        ],
        ignore_conflicts=True,
        batch_size=500,
    )  # fmt: skip
    there = {one.slug: one for one in shelf.objects.filter(blog=blog)}
    return {old: there[slug] for old, slug in wanted.items()}


def _hang(category: Category, parent: Category | None) -> None:
    """Put a category below its parent, unless somebody put it elsewhere or the parent is below it."""
    if parent is None or category.parent_id is not None:
        return
    above: Category | None = parent
    passed = set()
    while above is not None and above.pk not in passed:
        if above.pk == category.pk:
            return
        passed.add(above.pk)
        above = above.parent
    category.parent = parent
    category.save(update_fields=["parent"])


def _describe(blog: Blog, found: Survey) -> None:
    settings = found.head.settings
    about = str(settings.get("about", ""))
    if not (blog.tagline or blog.about):
        blog.describe(name=blog.name, tagline=" ".join(found.head.tagline.split()), about=about[:2000])
    if not blog.posts.exists() and settings.get("theme") in KEYS:
        blog.theme = str(settings["theme"])
    blog.save(update_fields=["tagline", "about", "about_html", "teaser", "theme"])
    roll = settings.get("blogroll")
    if isinstance(roll, list) and not blog.blogroll.exists():
        pairs = {
            str(link["address"])[:500]: str(link["name"])[:80] for link in roll if str(link["address"])[:4] == "http"
        }
        BlogrollLink.objects.bulk_create(
            BlogrollLink(blog=blog, name=name, address=address, position=position)
            for position, (address, name) in enumerate(list(pairs.items())[: changing.MOST_IN_ROLL])
        )
