"""What can be found of blogs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from bouquet.capabilities.affinity.kinds import Item
from bouquet.capabilities.discovery.kinds import EVERYONE, Listing
from bouquet.capabilities.media.models.photo import Frame
from bouquet.foundation.subjects.subject import Ref
from bouquet.foundation.text.safe_html import plain_text
from bouquet.sites.blogs.actions.addressing import BLOG, POST, blog_address, post_address
from bouquet.sites.blogs.models import Author, Blog, Category, Post, Role, Tag

_AT_ONCE: Final = 500
_MOST_TAGS: Final = 8
_MOST_CATEGORIES: Final = 4


def collect_blogs(keys: Collection[UUID]) -> list[Listing]:
    """Blogs that show and want to be found."""
    return [_of_blog(blog) for blog in Blog.objects.shown().filter(pk__in=keys, is_listed=True)]


def collect_posts(keys: Collection[UUID]) -> list[Listing]:
    """Posts and pages that show, of blogs that want to be found."""
    posts = Post.objects.shown().filter(pk__in=keys, blog__is_listed=True).defer("document", "draft", "html", "sought")
    return [_of_post(post) for post in posts.select_related("blog").with_shelves()]


def collect_items(keys: Collection[UUID] | None) -> Iterable[Item]:
    """Every blog as something to recommend, by what it is filed under most; one that wants no finding, only to say
    that it is not."""
    blogs = Blog.objects.order_by("pk")
    chosen = blogs if keys is None else blogs.filter(pk__in=keys)
    rows = chosen.iterator(chunk_size=_AT_ONCE)
    while few := list(islice(rows, _AT_ONCE)):
        tags, owners = _most_used_tags(few), _owners(few)
        for blog in few:
            yield Item(
                key=blog.pk,
                made_at=blog.created_at,
                tags=tuple(tags[blog.pk]),
                size=blog.followers_count,
                is_recommendable=blog.is_shown and blog.is_listed and blog.posts_count > 0,
                active_at=blog.last_post_at,
                author_id=owners.get(blog.pk),
            )


def _most_used_tags(blogs: Collection[Blog]) -> dict[UUID, list[str]]:
    """The names of the tags that most posts of each blog bear, and of its categories. Two queries."""
    found: dict[UUID, list[str]] = defaultdict(list)
    shown = Count("posts", filter=Q(posts__is_shown=True))
    for shelf, most in ((Tag, _MOST_TAGS), (Category, _MOST_CATEGORIES)):
        taken: Counter[UUID] = Counter()
        rows = shelf.objects.filter(blog__in=blogs).annotate(shown=shown).filter(shown__gt=0)
        for blog_id, name in rows.order_by("-shown", "name").values_list("blog", "name"):
            taken[blog_id] += 1
            if taken[blog_id] <= most:
                found[blog_id].append(name)
    return found


def _owners(blogs: Collection[Blog]) -> dict[UUID, UUID | None]:
    return dict(Author.objects.filter(blog__in=blogs, role=Role.OWNER).values_list("blog", "account"))


def _of_blog(blog: Blog) -> Listing:
    return Listing(
        ref=Ref(BLOG, blog.pk),
        type="blog",
        title=blog.name,
        address=blog_address(blog),
        made_at=blog.created_at,
        audience=(EVERYONE,),
        teaser=blog.teaser,
        body=plain_text(blog.about),
        picture=f"/media/public/{blog.header}/{blog.header_widths[0]}.webp" if blog.header else "",
        language=blog.language,
        popularity=blog.followers_count,
    )


def _of_post(post: Post) -> Listing:
    return Listing(
        ref=Ref(POST, post.pk),
        type="article",
        title=post.title or post.teaser or post.blog.name,
        address=post_address(post),
        made_at=post.published_at or post.created_at,
        audience=(EVERYONE,),
        teaser=f"{post.blog.name} · {post.author.shown_name}",
        body=f"{post.teaser}\n{post.words}",
        tags=tuple(tag.name for tag in post.tags.all()),
        picture=Frame(post.cover).address(320) if post.cover else "",
        language=post.language or post.blog.language,
        author_id=post.author.account_id,
    )
