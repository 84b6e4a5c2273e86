"""How pages get what they show: always through who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.foundation.brands.current import language_prefix
from bouquet.foundation.brands.guests import guest_of
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions.purging import KEPT_SECONDS, blog_tag
from bouquet.sites.blogs.actions.reading import pages_of
from bouquet.sites.blogs.models import Author, Blog

View = Callable[..., HttpResponseBase]


def blog_here(request: HttpRequest) -> Blog:
    """The blog whose host was asked for, if the visitor may see it; Http404."""
    guest = guest_of(request)
    if guest is None or not isinstance(guest.thing, Blog):
        raise Http404
    blog = guest.thing
    if not blog.is_shown and not Blog.objects.visible_to(visitor_of(request)).filter(pk=blog.pk).exists():
        raise Http404
    return blog


def page_of_blog(*query: str) -> Callable[[View], View]:
    """A page on a blog's host that is the same for all who are not signed in; the view gets the blog as its second
    argument. `query` are the parameters it depends on."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            return view(request, blog_here(request), **kwargs)

        return shared_page(seconds=KEPT_SECONDS, tags=_tags, query=query)(page)

    return decorate


def around(request: HttpRequest, blog: Blog, **more: Any) -> dict[str, Any]:
    """What every page of a blog shows around what it is about. One query, two for members."""
    author = policies.author_of(visitor_of(request), blog)
    return {
        "blog": blog,
        "root": language_prefix(),
        "menu": pages_of(blog),
        "me": author,
        "blog_canonical": blog.canonical(request.path.removeprefix(language_prefix())),
        **more,
    }


def at_desk(view: View) -> View:
    """A page of the desk, for who writes in the blog called `slug`: the view gets the blog and what they are there."""

    @wraps(view)
    def page(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        blog = Blog.objects.visible_to(visitor_of(request)).filter(slug=slug).first()
        author = policies.author_of(member_of(request), blog) if blog else None
        if blog is None or author is None:
            raise Http404
        return view(request, blog, author, **kwargs)

    return login_required(page)


def at_editors_desk(view: View) -> View:
    """As `at_desk`, for editors and the owner only."""

    @wraps(view)
    def page(request: HttpRequest, blog: Blog, author: Author, **kwargs: Any) -> HttpResponseBase:
        if not author.is_editing:
            raise PermissionDenied
        return view(request, blog, author, **kwargs)

    return at_desk(page)


def number_of(request: HttpRequest) -> int:
    """The page's number in a list, from 1."""
    text = request.GET.get("page", "")
    return int(text) if text.isdigit() and 0 < len(text) < 5 and int(text) else 1


def _tags(request: HttpRequest, **_kwargs: Any) -> list[str]:
    guest = guest_of(request)
    return [blog_tag(guest.thing.pk)] if guest is not None else []
