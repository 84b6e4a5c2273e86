"""Addresses. French pages have plain addresses, English ones begin with /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("operator/", admin.site.urls),
    path("", include("bouquet.foundation.ui.urls")),
    path("", include("bouquet.capabilities.media.urls")),
    path("", include("bouquet.capabilities.audience.urls")),
    *i18n_patterns(
        path("", include("bouquet.capabilities.accounts.urls")),
        path("", include("bouquet.sites.videos.urls")),
        prefix_default_language=False,
    ),
]
