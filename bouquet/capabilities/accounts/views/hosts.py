"""Which host a page of accounts lives on, and the ways between hosts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import translate_url
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_path, override

from bouquet.capabilities.accounts.engine.addresses import safe_address
from bouquet.foundation.brands.current import address_at, brand_of, network
from bouquet.foundation.brands.guests import guest_of, is_trusted

View = Callable[..., HttpResponseBase]
BRAND_COOKIE = "brand"
# Pages after which the person goes back to where they came from.
ENTRANCES = frozenset({"account_login", "account_signup", "account_signup_by_passkey"})


def origin_of(request: HttpRequest) -> str:
    """Of a guest, the host where people are signed in, also when it was asked for at another domain."""
    guest = guest_of(request)
    return address_at(guest.host if guest else request.get_host().partition(":")[0].lower(), "")


def safe_next(request: HttpRequest, wanted: str) -> str:
    """`wanted` as an absolute address of the network, or an empty text when it leads elsewhere."""
    here = origin_of(request)
    origins = [*settings.BOUQUET_ORIGINS, here]
    host = host_of(wanted)
    if host and host not in network().hosts and is_trusted(host):
        origins.append(address_at(host, ""))
    return safe_address(wanted, origins=origins, here=here)


def next_of(request: HttpRequest) -> str:
    """Where the person asked to go; the brand's front page when they did not say, or must not."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return safe_next(request, wanted) or address_at(brand_of(request).host)


def host_of(address: str) -> str:
    """Of an address; empty when it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def in_language(address: str, language: str) -> str:
    """The same page in another language, where it has one."""
    path = urlsplit(address).path
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        return translate_url(address, language)


def at_account_host(view: View) -> View:
    """A page that lives on the account host: asked for at a brand, it answers with the way there."""

    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.is_account_host:  # type: ignore[attr-defined]
            return _to_account_host(request)
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        _remember_brand(request, response)
        return response

    return page


def at_brand_hosts(view: View) -> View:
    """A page that only the brands' hosts have."""

    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.is_account_host:  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return page


def _to_account_host(request: HttpRequest) -> HttpResponseBase:
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    query = request.GET.copy()
    query["brand"] = brand_of(request).key
    if "next" in query or getattr(request.resolver_match, "url_name", "") in ENTRANCES:
        query["next"] = next_of(request)
    address = address_at(network().account_host, f"{request.path}?{query.urlencode()}")
    response = HttpResponseRedirect(address)
    patch_cache_control(response, no_store=True, private=True)
    return response


def _remember_brand(request: HttpRequest, response: HttpResponseBase) -> None:
    """The pages after this one wear the same brand."""
    key = request.GET.get("brand")
    if key and key == brand_of(request).key and key != request.COOKIES.get(BRAND_COOKIE):
        response.set_cookie(
            BRAND_COOKIE, key, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax", max_age=86400 * 365
        )
