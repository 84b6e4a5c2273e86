"""Feeds, for readers and machines: whole texts, per blog, category, tag and author; the map of a blog."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from bouquet.capabilities.media.models.photo import Frame
from bouquet.foundation.brands.current import address_at
from bouquet.sites.blogs.actions import reading
from bouquet.sites.blogs.actions.addressing import canonical_address
from bouquet.sites.blogs.engine import feeds
from bouquet.sites.blogs.models import Author, Blog, Category, Post, Series, Tag
from bouquet.sites.blogs.views.fetching import page_of_blog

_MOST_ON_MAP = 5_000


@page_of_blog()
def of_blog(request: HttpRequest, blog: Blog, form: str) -> HttpResponse:
    """The last posts."""
    if form == "xml":
        # What many other hosts call theirs.
        return HttpResponsePermanentRedirect(blog.address("/feed.rss"))
    return _answer(blog, _posts(blog), form, title=blog.name, path="")


@page_of_blog()
def of_tag(request: HttpRequest, blog: Blog, slug: str, form: str) -> HttpResponse:
    """The last posts with a tag."""
    tag = get_object_or_404(Tag, blog=blog, slug=slug)
    return _answer(blog, _posts(blog).filter(tags=tag), form, title=f"{tag.name} · {blog.name}", path=tag.path)


@page_of_blog()
def of_category(request: HttpRequest, blog: Blog, slug: str, form: str) -> HttpResponse:
    """The last posts of a category and of those inside it."""
    found = get_object_or_404(Category, blog=blog, slug=slug)
    posts = _posts(blog).filter(category__in=reading.below(found))
    return _answer(blog, posts, form, title=f"{found.name} · {blog.name}", path=found.path)


@page_of_blog()
def of_series(request: HttpRequest, blog: Blog, slug: str, form: str) -> HttpResponse:
    """The last posts of a series."""
    found = get_object_or_404(Series, blog=blog, slug=slug)
    posts = _posts(blog).filter(series=found)
    return _answer(blog, posts, form, title=f"{found.name} · {blog.name}", path=found.path)


@page_of_blog()
def of_author(request: HttpRequest, blog: Blog, slug: str, form: str) -> HttpResponse:
    """The last posts of one person."""
    found = get_object_or_404(Author.objects.select_related("account"), blog=blog, slug=slug)
    posts = _posts(blog).filter(author=found)
    return _answer(blog, posts, form, title=f"{found.shown_name} · {blog.name}", path=found.path)


@page_of_blog()
def site_map(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Every page of the blog, for search engines (sitemaps.org 0.9)."""
    shown = Post.objects.filter(blog=blog, is_shown=True).only("slug", "updated_at", "published_at", "blog")
    rows = [
        (blog.canonical(post.path), post.updated_at or post.published_at)
        for post in shown.order_by("-published_at")[:_MOST_ON_MAP]
    ]
    context = {"front": blog.canonical("/"), "rows": rows, "last": blog.last_post_at}
    return render(request, "blogs/sitemap.xml", context, content_type="application/xml")


@page_of_blog()
def robots(request: HttpRequest, blog: Blog) -> HttpResponse:
    """What machines may read, and where the map is (RFC 9309)."""
    allowed = "Disallow:" if blog.is_listed else "Disallow: /"
    text = f"User-agent: *\n{allowed}\nDisallow: /search\nSitemap: {blog.canonical('/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _posts(blog: Blog) -> QuerySet[Post]:
    shown = Post.objects.filter(blog=blog, is_page=False, is_shown=True).defer("document", "draft", "words", "sought")
    return shown.with_shelves().order_by("-published_at", "-id")


def _answer(blog: Blog, posts: QuerySet[Post], form: str, *, title: str, path: str) -> HttpResponse:
    if form not in feeds.TYPES:
        raise Http404
    entries = [_entry(blog, post) for post in posts[: reading.FEED]]
    feed = feeds.Feed(
        key=f"urn:uuid:{blog.pk}" if not path else blog.canonical(path),
        title=title,
        subtitle=blog.teaser,
        address=blog.canonical(path or "/"),
        self_address=blog.canonical(f"{path}/feed.{form}"),
        language=blog.language,
        updated_at=max((entry.updated_at for entry in entries), default=blog.created_at),
        entries=entries,
        hub=settings.BOUQUET_WEBSUB_HUB,
    )
    return HttpResponse(feeds.write(feed, form), content_type=feeds.TYPES[form])


def _entry(blog: Blog, post: Post) -> feeds.Entry:
    post.blog = blog
    origin, page = address_at(blog.host, ""), canonical_address(post)
    cover = f"{origin}{Frame(post.cover).largest}" if post.cover else ""
    at = post.published_at or post.created_at
    return feeds.Entry(
        key=f"urn:uuid:{post.pk}",
        title=post.title or post.teaser[:80],
        address=page,
        html=feeds.absolute_html(post.html, origin=origin, page=page),
        summary=post.teaser,
        author=post.author.shown_name,
        author_address=blog.canonical(post.author.path),
        published_at=at,
        updated_at=max(at, post.updated_at or at),
        tags=tuple(tag.name for tag in post.tags.all()),
        picture=cover,
        language=post.language,
    )
