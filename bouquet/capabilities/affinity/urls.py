"""Addresses of affinity: a page of the settings, on every host."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from bouquet.capabilities.affinity.views import profile

app_name = "affinity"

urlpatterns: list[URLPattern] = [
    path("reglages/affinites/", profile.profile, name="profile"),
    path("reglages/affinites/ajouter/", profile.add, name="add"),
    path("reglages/affinites/ordre/", profile.arrange, name="arrange"),
    path("reglages/affinites/choix/", profile.choose, name="choose"),
    path("reglages/affinites/effacer/", profile.erase, name="erase"),
    path("reglages/affinites/copie.json", profile.download, name="download"),
    path("reglages/affinites/mots/", profile.suggestions, name="suggestions"),
    re_path(
        r"^reglages/affinites/(?P<slug>[\w-]+)/(?P<verb>add|remove|not-me|allow|pin|unpin)/$",
        profile.correct,
        name="correct",
    ),
]
