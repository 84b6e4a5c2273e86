"""Error pages say what happened and that nothing was lost, in both languages, and give nothing away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import get_resolver, path
from django.utils import translation

from bouquet.foundation.brands.current import network
from bouquet.foundation.ui.views import errors

SECRET = "/srv/secret/path token=abc123 no such row"


def _raise(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("fail/404", _raise(Http404(SECRET))),
    path("en/fail/404", _raise(Http404(SECRET))),
    path("fail/403", _raise(PermissionDenied(SECRET))),
    path("en/fail/403", _raise(PermissionDenied(SECRET))),
    path("fail/500", _raise(RuntimeError(SECRET))),
    path("en/fail/500", _raise(RuntimeError(SECRET))),
    path("fail/410", errors.gone),
    path("en/fail/410", errors.gone),
    path("fail/429", errors.too_many),
    path("en/fail/429", errors.too_many),
    path("fail/csrf", errors.csrf_failure),
    path("en/fail/csrf", errors.csrf_failure),
    *get_resolver("bouquet.config.urls").url_patterns,
]
handler403, handler404, handler500 = (
    f"bouquet.foundation.ui.views.errors.{n}" for n in ("forbidden", "not_found", "broken")
)

SAID = {
    "404": ("Il n’y a rien à cette adresse", "There is nothing at this address"),
    "403": ("Cette page ne vous est pas ouverte", "This page is not for you"),
    "410": ("C’était ici, ce n’y est plus", "This was here, and is gone"),
    "429": ("C’était un peu trop rapide", "That was a little too fast"),
    "500": ("Quelque chose s’est cassé de notre côté", "Something broke on our side"),
    "csrf": ("Ce formulaire était devenu trop ancien", "This form had grown too old"),
}


@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("language", ["fr", "en"])
@override_settings(ROOT_URLCONF=__name__)
def test_each_error_is_told_in_the_visitors_language(kind: str, language: str) -> None:
    visitor = Client(HTTP_HOST="wideo.m6.localhost", raise_request_exception=False)
    answer = visitor.get(f"{'/en' if language == 'en' else ''}/fail/{kind}")
    page = answer.content.decode()
    assert answer.status_code == (403 if kind == "csrf" else int(kind))
    assert f'<html lang="{language}"' in page
    assert SAID[kind][language == "en"] in page
    assert "csrfmiddlewaretoken" not in page
    for leak in ("secret", "abc123", "no such row", "Traceback", "RuntimeError", "bouquet.", "/srv/", "/work/"):
        assert leak not in re.sub(r'<script type="importmap".*?</script>', "", page)


def test_the_page_of_a_breakdown_needs_no_database_and_no_session() -> None:
    request = RequestFactory().get("/", HTTP_HOST="wideo.m6.localhost")
    request.COOKIES["session"] = "whatever"
    request.brand = network().brand("wideo")  # type: ignore[attr-defined]
    with translation.override("fr"):
        answer = errors.broken(request)  # pytest-django refuses the database here
    assert answer.status_code == 500
    assert "Réessayer" in answer.content.decode()


def test_even_a_breakdown_before_the_brand_is_known_is_drawn() -> None:
    answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"<h1>" in answer.content


@override_settings(ROOT_URLCONF=__name__)
def test_too_fast_says_when_to_come_back() -> None:
    answer = Client(HTTP_HOST="wideo.m6.localhost").get("/fail/429")
    assert answer["Retry-After"] == "60"
