"""Which brand answers at which host, and that nobody answers at any other."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from bouquet.foundation.brands.current import address_at, brand_of, network
from bouquet.foundation.brands.middleware import BrandMiddleware


def ask(host: str, path: str = "/") -> tuple[HttpRequest, HttpResponse]:
    request = RequestFactory().get(path, HTTP_HOST=host)
    return request, BrandMiddleware(lambda request: HttpResponse("the page"))(request)


@pytest.mark.django_db  # a guest could live there: a blog's own host is a row
@pytest.mark.parametrize(
    "host", ["elsewhere.example", "m6.localhost.evil.example", "", "127.0.0.1", "wideo.m6.localhos"]
)
def test_an_unknown_host_gets_a_plain_421(host: str) -> None:
    response = Client(HTTP_HOST=host).get("/")
    assert response.status_code == 421
    assert "n’est pas servie ici" in response.content.decode()
    assert "not served here" in response.content.decode()
    assert "script" not in response.content.decode()


def test_a_known_host_gets_its_brand_whatever_the_port_and_case() -> None:
    for host in ("wideo.m6.localhost", "wideo.m6.localhost:8000", "WIDEO.m6.localhost"):
        request, response = ask(host)
        assert response.content == b"the page"
        assert brand_of(request).key == "wideo"


def test_the_hub_leads_to_wideo_with_the_whole_address() -> None:
    _request, response = ask("m6.localhost", "/v/abc?t=12")
    assert response.status_code == 302
    assert response["Location"] == address_at("wideo.m6.localhost", "/v/abc?t=12")


def test_on_the_account_host_pages_wear_a_brand_that_shows_something() -> None:
    request, _response = ask(network().account_host)
    assert brand_of(request) in network().shown
    request, _response = ask(network().account_host, "/?brand=nonsense")
    assert brand_of(request) in network().shown


def test_addresses_name_the_port_only_when_it_is_not_the_usual_one(settings: object) -> None:
    cases = [("http", 8000, ":8000"), ("http", 80, ""), ("https", 443, ""), ("https", 8443, ":8443")]
    for scheme, port, written in cases:
        settings.BOUQUET_SCHEME, settings.BOUQUET_PUBLIC_PORT = scheme, port  # type: ignore[attr-defined]
        assert address_at("wideo.m6.localhost", "/x") == f"{scheme}://wideo.m6.localhost{written}/x"
