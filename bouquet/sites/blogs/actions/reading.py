"""What pages of a blog list: its posts in order, by month, by shelf, what is like a post, what holds words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from bouquet.foundation.text.folding import words_of
from bouquet.sites.blogs.models import Blog, Category, Post

PAGE = 12
MOST_FOUND = 60
RELATED = 3
LOOKED_AT = 300
FEED = 30


@dataclass(frozen=True)
class Month:
    """How many posts a month has."""

    first: date
    count: int


def posts_of(blog: Blog) -> QuerySet[Post]:
    """Its posts that show, the newest first, for lists."""
    return Post.objects.filter(blog=blog, is_shown=True).listed().with_shelves()


def pages_of(blog: Blog) -> list[Post]:
    """The pages in its menu."""
    shown = Post.objects.filter(blog=blog, is_page=True, is_shown=True)
    return list(shown.only("title", "slug", "blog").order_by("menu_position", "title"))


def front(blog: Blog, number: int) -> tuple[list[Post], list[Post], int | None]:
    """The pinned posts (on the first page only), the others of page `number` (from 1), and the next page's number."""
    pinned = list(posts_of(blog).filter(pinned_at__isnull=False).order_by("-pinned_at")) if number == 1 else []
    others, following = page_of(posts_of(blog).filter(pinned_at=None), number)
    return pinned, others, following


def page_of(posts: QuerySet[Post], number: int) -> tuple[list[Post], int | None]:
    """The posts of page `number` (from 1), and the next page's number if there is one."""
    start = (number - 1) * PAGE
    found = list(posts[start : start + PAGE + 1])
    return found[:PAGE], number + 1 if len(found) > PAGE else None


def months_of(blog: Blog) -> list[Month]:
    """Every month that has posts, the last first, in the time zone of the network."""
    zone = timezone.get_default_timezone()
    rows = (
        Post.objects.filter(blog=blog, is_page=False, is_shown=True)
        .annotate(month=TruncMonth("published_at", tzinfo=zone))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    return [Month(row["month"].date(), row["count"]) for row in rows]


def of_month(blog: Blog, year: int, month: int) -> QuerySet[Post]:
    """The posts of one month."""
    zone = timezone.get_default_timezone()
    first = datetime(year, month, 1, tzinfo=zone)
    after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    return posts_of(blog).filter(published_at__gte=first, published_at__lt=after)


def found(blog: Blog, text: str) -> list[Post]:
    """The posts and pages that hold every word of `text`, whatever their accents and case, those with one in their
    title first."""
    words = words_of(text)[:8]
    if not words:
        return []
    posts = Post.objects.filter(blog=blog, is_shown=True).defer("document", "draft", "html")
    for word in words:
        posts = posts.filter(sought__contains=word)
    rows = list(posts.order_by("-published_at").with_shelves()[:MOST_FOUND])
    return sorted(rows, key=lambda post: not any(word in words_of(post.title) for word in words))


def related(post: Post) -> list[Post]:
    """Others of the blog that have most in common with it, the newest of equals first. The newest few hundred are
    looked at: it costs the same in a blog of ten thousand. Three queries, and the tags of what was found."""
    others = Post.objects.filter(blog=post.blog_id, is_page=False, is_shown=True).exclude(pk=post.pk)
    rows = others.order_by("-published_at", "-id").values_list("pk", "category")[:LOOKED_AT]
    near = {key: number for number, (key, _category) in enumerate(rows)}
    common: Counter[UUID] = Counter()
    for key, category in rows:
        if category is not None and category == post.category_id:
            common[key] = 0
    filed = Post.tags.through.objects.filter(tag__in=[tag.pk for tag in post.tags.all()], post__in=near)
    common.update(filed.values_list("post", flat=True))
    best = sorted(common, key=lambda key: (-common[key], near[key]))[:RELATED]
    found = {one.pk: one for one in posts_of(post.blog).filter(pk__in=best)}
    return [found[key] for key in best if key in found]


@dataclass(frozen=True)
class Branch:
    """A category as lists show it: `depth` counts from 0, `count` is how many posts show in it and below it."""

    category: Category
    depth: int
    count: int


def tree_of(blog: Blog) -> list[Branch]:
    """Every category, each after the one it lies in, by their names. Two queries."""
    shown = Post.objects.filter(blog=blog, is_page=False, is_shown=True, category__isnull=False)
    own: dict[UUID | None, int] = dict(shown.values_list("category").annotate(Count("pk")).order_by("category"))
    inside: dict[UUID | None, list[Category]] = defaultdict(list)
    for one in blog.categories.order_by("name"):
        inside[one.parent_id].append(one)

    def branches(parent: UUID | None, depth: int) -> Iterator[Branch]:
        for one in inside[parent]:
            below = list(branches(one.pk, depth + 1))
            yield Branch(one, depth, own.get(one.pk, 0) + sum(each.count for each in below if each.depth == depth + 1))
            yield from below

    return list(branches(None, 0))


def below(category: Category) -> list[UUID]:
    """The keys of a category and of all that lie in it, however deep. One query."""
    inside: dict[UUID | None, list[UUID]] = defaultdict(list)
    for key, parent in Category.objects.filter(blog=category.blog_id).values_list("pk", "parent"):
        inside[parent].append(key)
    found = [category.pk]
    for key in found:
        found += [one for one in inside[key] if one not in found]
    return found


def above(category: Category) -> list[Category]:
    """What a category lies in, the outermost first. One query."""
    known = {one.pk: one for one in Category.objects.filter(blog=category.blog_id)}
    found: list[Category] = []
    at = known.get(category.parent_id) if category.parent_id else None
    while at is not None and at not in found:
        found.insert(0, at)
        at = known.get(at.parent_id) if at.parent_id else None
    return found


def neighbours(post: Post) -> tuple[Post | None, Post | None]:
    """The post before it and the one after it."""
    shown = Post.objects.filter(blog=post.blog_id, is_page=False, is_shown=True).only("title", "slug", "teaser", "blog")
    if post.published_at is None:
        return None, None
    before = shown.filter(published_at__lt=post.published_at).order_by("-published_at").first()
    after = shown.filter(published_at__gt=post.published_at).order_by("published_at").first()
    return before, after


def in_series(post: Post) -> Sequence[Post]:
    """Every post of its series, in order; empty without one."""
    if post.series_id is None:
        return ()
    shown = Post.objects.filter(series=post.series_id, is_shown=True).only("title", "slug", "blog")
    return list(shown.order_by("series_position", F("published_at").asc(nulls_last=True)))


def newest(*, most: int = 24) -> list[Post]:
    """The last posts of all blogs that want to be found, one query."""
    shown = Post.objects.shown().filter(blog__is_listed=True).listed().select_related("blog")
    return list(shown.with_shelves()[:most])


def liveliest(*, most: int = 12) -> list[Blog]:
    """Blogs that want to be found, those that were written in last first."""
    return list(Blog.objects.shown().filter(is_listed=True, posts_count__gt=0).order_by("-last_post_at")[:most])
