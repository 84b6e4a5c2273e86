"""What no page has to think of."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bouquet.foundation.ui.views.errors import not_found


class NoNulMiddleware:
    """An address with a NUL is nobody's: PostgreSQL takes none, not even in a question (its manual, §8.3)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return not_found(request)
        return self.get_response(request)
