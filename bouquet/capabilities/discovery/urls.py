"""Addresses of discovery."""

from __future__ import annotations

from django.urls import path

from bouquet.capabilities.discovery.views import search

app_name = "discovery"

urlpatterns = [
    path("network/search", search.search, name="search"),
    path("network/suggestions", search.suggestions, name="suggestions"),
]
