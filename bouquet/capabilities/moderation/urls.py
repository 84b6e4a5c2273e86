"""Addresses of moderation; the same on every brand's host."""

from __future__ import annotations

from django.urls import path

from bouquet.capabilities.moderation.views import (
    decisions,
    desk,
    judging,
    log,
    objections,
    reporting,
    transparency,
    words,
)

app_name = "moderation"

urlpatterns = [
    path("report/<str:kind>/<uuid:key>", reporting.report, name="report"),
    path("report/<str:kind>/<uuid:key>/desk", judging.look, name="look"),
    path("reports/<str:code>", reporting.outcome, name="report_outcome"),
    path("reports/<str:code>/contest", reporting.contest, name="contest_outcome"),
    path("decisions/<str:code>", decisions.decision, name="decision"),
    path("decisions/<str:code>/contest", decisions.contest, name="contest"),
    path("decisions/<str:code>/reverse", decisions.reverse, name="reverse"),
    path("moderation/", desk.desk, name="desk"),
    path("moderation/cases/<uuid:key>", judging.case, name="case"),
    path("moderation/cases/<uuid:key>/claim", judging.claim, name="claim"),
    path("moderation/cases/<uuid:key>/release", judging.release, name="release"),
    path("moderation/objections", objections.waiting, name="objections"),
    path("moderation/objections/<uuid:key>", objections.objection, name="objection"),
    path("moderation/words", words.words, name="words"),
    path("moderation/words/<int:pk>/forget", words.forget, name="forget_word"),
    path("moderation/log", log.log, name="log"),
    path("moderation/transparency", transparency.years, name="transparency"),
    path("moderation/transparency/<int:year>", transparency.year, name="transparency_year"),
    path("moderation/transparency/<int:year>.csv", transparency.as_csv, name="transparency_csv"),
    path("moderation/transparency/<int:year>.json", transparency.as_json, name="transparency_json"),
]
