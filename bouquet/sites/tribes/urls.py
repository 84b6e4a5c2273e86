"""Addresses of the tribes site."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "tribes"

urlpatterns: list[URLPattern] = []
