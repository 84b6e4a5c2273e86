from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from bouquet.foundation.live import purging
from bouquet.foundation.live.caching import shared_page
from bouquet.foundation.live.generations import Generations, cell_of
from bouquet.foundation.live.visitors import address_of


@shared_page(seconds=60, tags=lambda request, code: ["home", f"video:{code}"], query=("page",))
def watch(request: HttpRequest, code: str) -> HttpResponse:
    name = request.COOKIES.get("session", "nobody")
    return HttpResponse(f"{code} for {name}, page {request.GET.get('page')}, {request.get_full_path()}")


def get(path: str = "/w/abc", **extra: Any) -> HttpRequest:
    request = RequestFactory().get(path, **extra)
    request.user = AnonymousUser()
    return request


def with_cookie(name: str) -> HttpRequest:
    request = get()
    request.COOKIES[name] = "Karim"
    return request


def test_a_page_for_nobody_in_particular_may_be_kept() -> None:
    response = watch(get(), code="abc")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert response["Cache-Tags"] == "home,video:abc"
    assert response["Vary"] == "Cookie"


@pytest.mark.parametrize("name", ["session", "csrftoken", "messages"])
def test_a_page_made_for_somebody_is_kept_by_nobody(name: str) -> None:
    response = watch(with_cookie(name), code="abc")
    assert response["Cache-Control"] == "private, no-store"
    assert "Cache-Tags" not in response


def test_a_shared_page_can_depend_on_no_cookie() -> None:
    response = watch(with_cookie("theme"), code="abc")
    assert isinstance(response, HttpResponse)
    assert b"Karim" not in response.content
    assert response["Cache-Control"].startswith("public")


def test_a_shared_page_sees_only_the_parameters_it_named() -> None:
    response = watch(get("/w/abc?page=2&utm_source=x&t=90"), code="abc")
    assert isinstance(response, HttpResponse)
    assert response.content == b"abc for nobody, page 2, /w/abc?page=2"
    assert response["Cache-Query"] == "page"


def test_a_fragment_asked_for_by_script_is_not_kept() -> None:
    assert watch(get(HTTP_HX_REQUEST="true"), code="abc")["Cache-Control"] == "private, no-store"


def test_the_pages_know_the_visitors_address_not_the_live_process_s() -> None:
    assert address_of(get(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7")) == "203.0.113.7"
    assert address_of(get(REMOTE_ADDR="203.0.113.8")) == "203.0.113.8"


def not_found(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


def sets_a_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response.set_cookie("a", "1")
    return response


def holds_a_token(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


@pytest.mark.parametrize("view", [not_found, sets_a_cookie, holds_a_token])
def test_what_turns_out_to_be_for_one_visitor_is_not_shared(view: object) -> None:
    assert callable(view)
    response = shared_page(seconds=60, tags=lambda request: [])(view)(get())
    assert response["Cache-Control"] == "private, no-store"


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generations:
    cells = Generations(tmp_path / "generations")
    monkeypatch.setattr(purging, "generations", lambda: cells)
    return cells


@pytest.mark.django_db(transaction=True)
def test_a_purge_waits_for_the_commit(cells: Generations) -> None:
    before = cells.read([cell_of("home")])
    with transaction.atomic():
        purging.purge("home")
        assert cells.read([cell_of("home")]) == before
    assert cells.read([cell_of("home")]) != before


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_purges_nothing(cells: Generations) -> None:
    before = list(cells.cells)
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        purging.purge("home")
        raise ValueError("no")
    assert list(cells.cells) == before


def test_a_tag_falls_on_the_same_cell_in_every_process() -> None:
    # Fixed: a hash that differed between processes would make purging silently useless.
    assert cell_of("home") == 3133
