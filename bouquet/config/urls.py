"""Addresses. French pages have plain addresses, English ones begin with /en/."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from bouquet.config.sites import SITES

urlpatterns = [
    path("", include("bouquet.foundation.ui.urls")),
    *i18n_patterns(
        path("operator/", admin.site.urls),
        # Every mail of the network, for everybody to read: only the demo has this page.
        *([path("mailbox/", include("bouquet.foundation.mail.urls"))] if settings.BOUQUET_DEMO else []),
        path("", include("bouquet.capabilities.accounts.urls")),
        path("", include("bouquet.capabilities.media.urls")),
        *(path("", include(f"bouquet.sites.{site}.urls")) for site in sorted(SITES)),
        prefix_default_language=False,
    ),
]

handler403 = "bouquet.foundation.ui.views.errors.forbidden"
handler404 = "bouquet.foundation.ui.views.errors.not_found"
handler429 = "bouquet.foundation.ui.views.errors.too_many"  # allauth asks for it
handler500 = "bouquet.foundation.ui.views.errors.broken"
