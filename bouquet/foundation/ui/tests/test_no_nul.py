"""A character no database takes reaches no view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from bouquet.foundation.ui.middleware import NoNulMiddleware


def test_of_a_query_it_is_left_out() -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.GET.get("q"))
        return HttpResponse()

    for query in ("q=a%00b", "q=a%0%000b", "q=ab"):
        NoNulMiddleware(view)(RequestFactory().get(f"/search?{query}"))
    assert seen == ["ab", "ab", "ab"]


def test_a_path_with_one_leads_nowhere(client: Client, db: None) -> None:
    assert client.get("/@a%00b").status_code == 404
