"""What every page needs to be drawn: the network, the brand, who is signed in, the address in the other language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from bouquet.foundation.brands.current import address_at, language_prefix, network
from bouquet.foundation.brands.guests import guest_of
from bouquet.foundation.brands.network import Brand
from bouquet.foundation.live.kept_parts import kept

# Fonts of the first screen, fetched beside the style sheet instead of after it.
PRELOADED = {
    "wideo": ("fonts/archivo.woff2",),
    "hub": ("fonts/bricolage-grotesque.woff2", "fonts/source-serif.woff2"),
    "yootribe": ("fonts/unbounded.woff2", "fonts/figtree.woff2"),
    "shaaz": ("fonts/literata.woff2", "fonts/inter.woff2"),
}


@dataclass(frozen=True)
class Alternate:
    """This page in one of the languages. `address` is absolute, without the query."""

    code: str
    name: str
    address: str
    is_current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Template variables of every page. Nothing here reads the session of a visitor who has no session cookie."""
    brand: Brand | None = getattr(request, "brand", None)
    is_account_host = getattr(request, "is_account_host", False)
    guest = guest_of(request)
    return still_page(brand, get_language(), guest_site=guest.site if guest else "") | {
        "brand_root": address_at(brand.host, "") if brand and is_account_host else "",
        "canonical": SimpleLazyObject(partial(canonical, request)),
        "alternates": SimpleLazyObject(partial(_kept_alternates, request)),
        "signed_in": SimpleLazyObject(partial(is_signed_in, request)),
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }


def still_page(brand: Brand | None, language: str | None, *, guest_site: str = "") -> dict[str, Any]:
    """What can be said of a page without its request: enough for a page drawn when all else fails."""
    language = language or settings.LANGUAGE_CODE
    prefix = language_prefix(language)
    theme = brand.theme if brand else network().shown[0].theme
    sites = () if guest_site else brand.sites if brand else ()
    return {
        "network": network(),
        "brand": brand,
        "brand_home": f"{address_at(brand.host, '')}{prefix}/" if brand else f"{prefix}/",
        "brand_addresses": [(one, address_at(one.host, f"{prefix}/")) for one in network().shown],
        "tagline": brand.tagline.get(language, "") if brand else "",
        "theme": theme,
        "theme_css": f"ui/themes/{theme}.css",
        "theme_fonts": PRELOADED.get(theme, ()),
        "favicon": f"marks/{theme}.svg",
        "touch_icon": f"marks/{theme}-180.png",
        "mark_template": [f"ui/marks/{theme}.svg", "ui/marks/network.svg"],
        "nav_templates": [[f"{site}/nav.html", "ui/nothing.html"] for site in sites],
        "tools_templates": [[f"{site}/tools.html", "ui/nothing.html"] for site in sites],
        "footer_templates": [[f"{site}/footer.html", "ui/nothing.html"] for site in sites],
        "guest_site": guest_site,
        "page_language": language,
        "language_prefix": prefix,
    }


def is_signed_in(request: HttpRequest) -> bool:
    """Without touching the session when there is no session cookie, so that anonymous pages can be shared."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def canonical(request: HttpRequest) -> str:
    """The page's one address: on the brand's first host, or its guest's, without the query."""
    brand: Brand | None = getattr(request, "brand", None)
    guest = guest_of(request)
    host = guest.canonical_host if guest else brand.host if brand else network().account_host
    return address_at(host, request.path)


def _kept_alternates(request: HttpRequest) -> list[Alternate]:
    """To say an address in another language costs more than the rest of the head together."""
    key = ("alternates", canonical(request), get_language(), request.resolver_match is None)
    return kept(key, partial(alternates, request))


def alternates(request: HttpRequest) -> list[Alternate]:
    """The page in every language; the home page where this page exists in one language only (or is an error)."""
    current = get_language() or settings.LANGUAGE_CODE
    is_found = request.resolver_match is not None
    root = canonical(request).removesuffix(request.path)
    found = []
    for code, name in settings.LANGUAGES:
        path = request.path
        if code != current:
            path = translate_url(request.path, code) if is_found else request.path
            if path == request.path:
                path = f"{language_prefix(code)}/"
        found.append(Alternate(code, name, f"{root}{path}", code == current))
    return found
