"""Addresses of affinity."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "affinity"

urlpatterns: list[URLPattern] = []
