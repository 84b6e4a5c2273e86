"""Addresses of comments."""

from __future__ import annotations

from django.urls import path

from bouquet.capabilities.comments.views import keeping, reacting, reading, writing

app_name = "comments"

urlpatterns = [
    path("comments/palette", reacting.palette, name="palette"),
    path("comments/<str:kind>/<uuid:key>", reading.page, name="page"),
    path("comments/<str:kind>/<uuid:key>/talk", reading.talk, name="talk"),
    path("comments/<str:kind>/<uuid:key>/state", reading.state, name="state"),
    path("comments/<str:kind>/<uuid:key>/waiting", reading.waiting, name="waiting"),
    path("comments/<str:kind>/<uuid:key>/post", writing.post, name="post"),
    path("comments/<str:kind>/<uuid:key>/rules", keeping.rule, name="rule"),
    path("comments/<str:kind>/<uuid:key>/react", reacting.react, name="react"),
    path("comments/<uuid:comment>/thread", reading.thread, name="thread"),
    path("comments/<uuid:comment>/history", reading.history, name="history"),
    path("comments/<uuid:comment>/answer", writing.answer, name="answer"),
    path("comments/<uuid:comment>/edit", writing.edit, name="edit"),
    path("comments/<uuid:comment>/shown", writing.shown, name="shown"),
    path("comments/<uuid:comment>/delete", writing.delete, name="delete"),
    path("comments/<uuid:comment>/restore", writing.restore, name="restore"),
    path("comments/<uuid:comment>/pin", keeping.pin, name="pin"),
    path("comments/<uuid:comment>/settle", keeping.settle, name="settle"),
]
