"""Addresses of messaging: what a client looks back at (docs/protocol-messaging.md)."""

from __future__ import annotations

from django.urls import path

from bouquet.capabilities.messaging.views import attachments, beside, opening, reading, tokens
from bouquet.capabilities.messaging.views.asking import by_token_too

app_name = "messaging"

urlpatterns = [
    path("rooms/mine.json", by_token_too(reading.mine), name="mine"),
    path("rooms/list.json", by_token_too(reading.listed), name="list"),
    path("rooms/search.json", by_token_too(reading.search), name="search"),
    path("rooms/things.json", attachments.things, name="things"),
    path("rooms/open", opening.open_one, name="open"),
    path("rooms/about/<str:kind>/<uuid:key>", beside.about, name="about"),
    path("rooms/about/<str:kind>/<uuid:key>.json", beside.about_json, name="about_json"),
    path("rooms/direct", opening.converse, name="converse"),
    path("rooms/<str:code>.json", by_token_too(reading.snapshot), name="snapshot"),
    path("rooms/<str:code>/history.json", by_token_too(reading.history), name="history"),
    path("rooms/<str:code>/people.json", by_token_too(reading.people), name="people"),
    path("rooms/<str:code>/export.jsonl", by_token_too(reading.export), name="export"),
    path("rooms/<str:code>/orders.json", by_token_too(reading.orders), name="orders"),
    path("reglages/jetons/", tokens.tokens, name="tokens"),
    path("reglages/jetons/<uuid:key>/revoquer/", tokens.revoke, name="revoke_token"),
    path("rooms/<str:code>/export.zip", reading.archive, name="archive"),
    path("rooms/<str:code>/at/<int:seq>", reading.permalink, name="permalink"),
    path("rooms/<slug:code>/files", attachments.send, name="send"),
    path("rooms/<slug:code>/pictures/<uuid:key>", attachments.picture, name="picture"),
    path("rooms/<slug:code>/files/<uuid:key>", attachments.file, name="file"),
    path("rooms/<slug:code>/sounds/<uuid:key>", attachments.file, name="saved_sound"),
    path("rooms/<slug:code>/sounds/<uuid:key>.<slug:form>", attachments.sound, name="sound"),
]
