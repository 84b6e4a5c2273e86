"""No address takes a form without its CSRF token, in any app, now or later."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from bouquet.capabilities.accounts.models import Account

# Phones post to it from their share sheet and know no token; it asks for Fetch Metadata instead (views/publish.py).
# Mail programs know none either (RFC 8058 §3.1); the address they post to is signed (notifications/views/stopping.py).
WITHOUT_TOKEN = {"videos:publish_share", "notifications:stop"}


def _routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from _routes(pattern, f"{namespace}{inner}:" if inner else namespace)
        else:
            yield f"{namespace}{pattern.name}", pattern


def test_only_the_share_sheet_posts_without_a_token() -> None:
    routes = dict(_routes(get_resolver()))
    assert len(routes) > 60
    assert {name for name, route in routes.items() if getattr(route.callback, "csrf_exempt", False)} == WITHOUT_TOKEN


def test_the_share_sheet_is_shut_to_other_pages(ines: Account) -> None:
    client = Client(HTTP_HOST="wideo.m6.localhost", enforce_csrf_checks=True)
    client.force_login(ines)
    for site in ("cross-site", "same-site", ""):
        headers = {"Sec-Fetch-Site": site} if site else {}
        assert client.post("/publish/share", headers=headers).status_code == 403
