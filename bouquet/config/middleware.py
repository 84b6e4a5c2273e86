"""The brand's host decides which sites answer."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from bouquet.foundation.brands.current import brand_of
from bouquet.foundation.brands.guests import guest_of


class SitesMiddleware:
    """Sets `request.urlconf`, where the root addresses tell them apart (`addresses_of`). After BrandMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        addresses_of = getattr(import_module(settings.ROOT_URLCONF), "addresses_of", None)
        if addresses_of is not None:
            guest = guest_of(request)
            request.urlconf = addresses_of(brand_of(request).sites, guest.site if guest else "")
        return self.get_response(request)
