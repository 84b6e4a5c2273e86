"""Addresses of messaging: what a client looks back at (docs/protocol-messaging.md)."""

from __future__ import annotations

from django.urls import path

from bouquet.capabilities.messaging.views import opening, reading

app_name = "messaging"

urlpatterns = [
    path("rooms/mine.json", reading.mine, name="mine"),
    path("rooms/list.json", reading.listed, name="list"),
    path("rooms/search.json", reading.search, name="search"),
    path("rooms/open", opening.open_one, name="open"),
    path("rooms/direct", opening.converse, name="converse"),
    path("rooms/<str:code>.json", reading.snapshot, name="snapshot"),
    path("rooms/<str:code>/history.json", reading.history, name="history"),
    path("rooms/<str:code>/people.json", reading.people, name="people"),
    path("rooms/<str:code>/export.jsonl", reading.export, name="export"),
    path("rooms/<str:code>/at/<int:seq>", reading.permalink, name="permalink"),
]
