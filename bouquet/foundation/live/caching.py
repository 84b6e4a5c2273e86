"""Pages that are the same for everyone who is not signed in, kept by the live process.

    @shared_page(seconds=60, tags=lambda request, code: [f"video:{code}"])
    def watch(request, code): …

A shared page may depend on its address and on nothing else the visitor brings: the view sees no cookies, and of the
query only the parameters in `query` (all of them when it is not given). When a visitor has a session, or a message
waiting, the view runs for that visitor alone and its page is kept by nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers

from bouquet.foundation.live.visitors import personal_cookies

View = Callable[..., HttpResponseBase]
PRIVATE = "private, no-store"
MOST_TAGS = 200

logger = logging.getLogger(__name__)


def shared_page(
    *, seconds: int, tags: Callable[..., Iterable[str]], query: Collection[str] | None = None
) -> Callable[[View], View]:
    """Have the page kept for `seconds`, until `purge()` names one of `tags(request, *args, **kwargs)`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not is_anyones(request):
                response = view(request, *args, **kwargs)
                response.setdefault("Cache-Control", PRIVATE)
                return response
            _forget_the_visitor(request, query)
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            if reason := _unshareable(request, response):
                logger.debug("%s is not shared: it %s.", view.__qualname__, reason)
                response["Cache-Control"] = PRIVATE
                return response
            names = list(dict.fromkeys(tags(request, *args, **kwargs)))[:MOST_TAGS]
            response["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}"
            response["Cache-Tags"] = ",".join(names)
            if query is not None:
                response["Cache-Query"] = ",".join(query)
            patch_vary_headers(response, ["Cookie"])
            return response

        return page

    return decorate


def is_anyones(request: HttpRequest) -> bool:
    """Whether the answer may be the same for everybody: a plain read, with nothing that says who asks."""
    return (
        request.method in {"GET", "HEAD"}
        and not any(name in request.COOKIES for name in personal_cookies())
        and "Authorization" not in request.headers
        and "HX-Request" not in request.headers
    )


def _forget_the_visitor(request: HttpRequest, query: Collection[str] | None) -> None:
    request.COOKIES = {}
    if query is not None:
        kept = QueryDict(mutable=True)
        for name, values in request.GET.lists():
            if name in query:
                kept.setlist(name, values)
        request.META["QUERY_STRING"] = kept.urlencode()
        request.GET = QueryDict(request.META["QUERY_STRING"])


def _unshareable(request: HttpRequest, response: HttpResponseBase) -> str:
    """Why this answer is for one visitor only; empty when it is for all."""
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return "is not a whole page"
    if response.cookies:
        return "sets a cookie"
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return "holds a form with a CSRF token"
    session = getattr(request, "session", None)
    if session is not None and session.modified:
        return "writes to the session"
    return ""
