"""Addresses of blogs."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "blogs"

urlpatterns: list[URLPattern] = []
