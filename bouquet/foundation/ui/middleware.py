"""What no page has to think of."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bouquet.foundation.ui.views.errors import not_found

NUL = "%00"


class NoNulMiddleware:
    """PostgreSQL takes no NUL, not even in a question (its manual, §8.3): a path with one leads nowhere, and of a query
    it is left out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            return not_found(request)
        # Again and again: what stood around one may make another.
        while NUL in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace(NUL, "")
        return self.get_response(request)
