"""Addresses. French pages have plain addresses, English ones begin with /en/.

A brand answers at the addresses of the sites it shows and of the capabilities, and at no others (`addresses_of`). The
module itself holds those of every site: what makes addresses without a request, or for another brand's host
(`foundation.brands.current.site_address`), finds them here. A guest's host (`foundation.brands.guests`) answers at the
addresses of the capabilities and at the `guest_patterns` of its site.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from bouquet.config.sites import CAPABILITIES, SITES

# These have pages.
_SHOWN = [name for name in reversed(CAPABILITIES) if name != "audience"]


def _addresses(sites: Iterable[str], guest: str = "") -> list[URLPattern | URLResolver]:
    return [
        path("", include("bouquet.foundation.ui.urls")),
        *i18n_patterns(
            path("operator/", admin.site.urls),
            # Every mail of the network, for everybody to read: only the demo has this page.
            *([path("mailbox/", include("bouquet.foundation.mail.urls"))] if settings.BOUQUET_DEMO else []),
            *(path("", include(f"bouquet.capabilities.{capability}.urls")) for capability in _SHOWN),
            *(path("", include(f"bouquet.sites.{site}.urls")) for site in sites if not guest),
            *([path("", include(_guest_patterns(guest)))] if guest else []),
            prefix_default_language=False,
        ),
    ]


urlpatterns = _addresses(sorted(SITES))

handler403 = "bouquet.foundation.ui.views.errors.forbidden"
handler404 = "bouquet.foundation.ui.views.errors.not_found"
handler429 = "bouquet.foundation.ui.views.errors.too_many"  # allauth asks for it
handler500 = "bouquet.foundation.ui.views.errors.broken"


@cache
def addresses_of(sites: tuple[str, ...], guest: str = "") -> ModuleType:
    """What a brand that shows `sites` answers at, or a `guest` of one of them, as Django takes it for
    `request.urlconf`."""
    module = ModuleType(f"{__name__}.{'_'.join(sites)}{f'.{guest}' if guest else ''}")
    module.urlpatterns = _addresses(sites, guest)  # type: ignore[attr-defined]
    for name in ("handler403", "handler404", "handler429", "handler500"):
        setattr(module, name, globals()[name])
    return module


def _guest_patterns(site: str) -> tuple[list[URLPattern | URLResolver], str]:
    urls = import_module(f"bouquet.sites.{site}.urls")
    return urls.guest_patterns, urls.app_name
