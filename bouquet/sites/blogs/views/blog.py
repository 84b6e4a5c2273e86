"""A blog's own pages, on its own host."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.foundation.brands.current import language_prefix
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions import leading, reading
from bouquet.sites.blogs.models import Author, Blog, Category, Follower, Mention, Post, Series, Sight, Tag
from bouquet.sites.blogs.models.states import Role
from bouquet.sites.blogs.views.fetching import around, number_of, page_of_blog

# How other machines told posts apart, in the query of their front page.
_OLD_QUERIES = ("p", "page_id", "attachment_id", "cat", "tag", "m", "feed")
_MOST_BRANCHES = 40


@page_of_blog("page", *_OLD_QUERIES)
def home(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The newest posts, the pinned ones first."""
    if any(name in request.GET for name in _OLD_QUERIES) and (old := _led(blog, request)):
        return old
    number = number_of(request)
    pinned, posts, following = reading.front(blog, number)
    if number > 1 and not posts:
        raise Http404
    context = around(request, blog, pinned=pinned, posts=posts, following=following, number=number)
    return render(request, "blogs/home.html", context | _beside(blog))


@page_of_blog()
def post(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """One post or page; a redirect when it stood there once."""
    seen = Post.objects.visible_to(visitor_of(request)).filter(blog=blog, slug=slug)
    found = seen.defer("document", "draft", "words", "sought").with_shelves().first()
    if found is None:
        return _led(blog, request) or _nothing()
    found.blog = blog
    return render(request, "blogs/post.html", around(request, blog, **shown(request, found)))


def shown(request: HttpRequest, found: Post) -> dict[str, object]:
    """What the page of a post shows besides its words."""
    before, after = (None, None) if found.is_page else reading.neighbours(found)
    return {
        "post": found,
        "can_edit": policies.can_edit(visitor_of(request), found),
        "before": before,
        "after": after,
        "series": reading.in_series(found),
        "related": [] if found.is_page else reading.related(found),
        "mentions": Mention.objects.filter(post=found, sight=Sight.SHOWN).order_by("received_at"),
        "past_comments": found.past_comments.filter(is_shown=True),
    }


@page_of_blog()
def archive(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Every month that has posts."""
    return render(request, "blogs/archive.html", around(request, blog, months=reading.months_of(blog)))


@page_of_blog("page")
def month(request: HttpRequest, blog: Blog, year: int, month: int) -> HttpResponse:
    """The posts of one month."""
    if not (1970 <= year <= 9000 and 1 <= month <= 12):
        raise Http404
    posts, following = reading.page_of(reading.of_month(blog, year, month), number_of(request))
    if not posts:
        raise Http404
    context = around(request, blog, posts=posts, following=following, first=posts[0].published_at)
    return render(request, "blogs/month.html", context)


@page_of_blog("page")
def category(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The posts of a category and of those inside it."""
    found = get_object_or_404(Category, blog=blog, slug=slug)
    posts = reading.posts_of(blog).filter(category__in=reading.below(found))
    inside = found.children.order_by("name")
    return _shelf(request, blog, found, posts, above=reading.above(found), inside=inside)


@page_of_blog("page")
def tag(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The posts with a tag."""
    found = get_object_or_404(Tag, blog=blog, slug=slug)
    return _shelf(request, blog, found, reading.posts_of(blog).filter(tags=found))


@page_of_blog("page")
def series(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The posts of a series, in the order they are to be read."""
    found = get_object_or_404(Series, blog=blog, slug=slug)
    posts = reading.posts_of(blog).filter(series=found).order_by("series_position", "published_at")
    return _shelf(request, blog, found, posts, is_series=True)


@page_of_blog("page")
def author(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """What one person wrote here."""
    found = get_object_or_404(Author.objects.select_related("account"), blog=blog, slug=slug)
    posts = reading.posts_of(blog).filter(author=found)
    return _shelf(request, blog, found, posts, is_author=True)


@page_of_blog("q")
def search(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The posts that hold every word asked for."""
    asked = request.GET.get("q", "").strip()[:120]
    posts = reading.found(blog, asked) if asked else []
    return render(request, "blogs/search.html", around(request, blog, asked=asked, posts=posts))


@page_of_blog(*_OLD_QUERIES)
def old_address(request: HttpRequest, blog: Blog, old: str) -> HttpResponse:
    """Where something stood before it came here."""
    return _led(blog, request) or _nothing()


def _nothing() -> HttpResponse:
    raise Http404


def _led(blog: Blog, request: HttpRequest) -> HttpResponse | None:
    """The way from an old address."""
    path = request.path.removeprefix(language_prefix())
    goal = leading.path_for(blog, path, request.META.get("QUERY_STRING", ""))
    if goal is None:
        return None
    return HttpResponsePermanentRedirect(goal if goal.startswith("/media/") else blog.address(goal))


def _shelf(request: HttpRequest, blog: Blog, shelf: object, posts: QuerySet[Post], **more: object) -> HttpResponse:
    found, following = reading.page_of(posts, number_of(request))
    context = around(request, blog, shelf=shelf, posts=found, following=following, **more)
    return render(request, "blogs/shelf.html", context)


def _beside(blog: Blog) -> dict[str, object]:
    """What stands beside the front: who writes, what it is filed under, what it recommends."""
    return {
        "authors": blog.authors.exclude(role=Role.PAST).select_related("account").order_by("since_at"),
        "branches": [branch for branch in reading.tree_of(blog) if branch.count][:_MOST_BRANCHES],
        "roll": blog.blogroll.all(),
        "follows": Follower.objects.filter(blog=blog, confirmed_at__isnull=False, account__isnull=False)
        .select_related("account")
        .order_by("-confirmed_at")[:8],
    }
