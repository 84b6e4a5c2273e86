"""The network as configured, and the brand of a request."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from bouquet.foundation.brands.network import Brand, Network


def network() -> Network:
    """The network this process runs."""
    configured: Network = settings.BOUQUET_NETWORK
    return configured


def brand_of(request: HttpRequest) -> Brand:
    """The brand whose host was asked for (set by BrandMiddleware)."""
    brand: Brand = request.brand  # type: ignore[attr-defined]
    return brand


def address_at(host: str, path: str = "/") -> str:
    """An absolute address on a host of the network, with the public scheme and port of this installation."""
    port = settings.BOUQUET_PUBLIC_PORT
    default = 443 if settings.BOUQUET_SCHEME == "https" else 80
    return f"{settings.BOUQUET_SCHEME}://{host}{'' if port == default else f':{port}'}{path}"


def language_prefix(language: str | None = None) -> str:
    """How addresses in `language`, or in that of the moment, begin: `/en`; French ones are plain."""
    language = language or get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def site_address(site: str, page: str, *args: object) -> str:
    """The absolute address of the page called `page`, on the brand that shows `site`, in the language of the moment.

    From any host or none: a brand's own `reverse` knows nothing of other brands' sites. KeyError when none shows it.
    """
    return address_at(network().brand_showing(site).host, reverse(page, args=args, urlconf=settings.ROOT_URLCONF))
