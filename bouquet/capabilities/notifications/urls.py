"""Addresses of notifications. The number on the badge comes from the live process: see `live.py`."""

from __future__ import annotations

from django.urls import path

from bouquet.capabilities.notifications.views import inbox, renewing, settings, stopping

app_name = "notifications"

urlpatterns = [
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/read", inbox.read_all, name="read_all"),
    path("inbox/browser", renewing.renew, name="renew"),
    path("inbox/stop/<str:token>", stopping.stop, name="stop"),
    path("inbox/<uuid:key>", inbox.open_entry, name="open"),
    path("inbox/<uuid:key>/read", inbox.read, name="read"),
    path("inbox/<uuid:key>/remove", inbox.remove, name="remove"),
    path("inbox/<uuid:key>/put-back", inbox.put_back, name="put_back"),
    path("reglages/notifications/", settings.settings, name="settings"),
    path("reglages/notifications/calme/", settings.quiet, name="quiet"),
    path("reglages/notifications/navigateurs/", settings.listen, name="listen"),
    path("reglages/notifications/navigateurs/essai/", settings.trial, name="trial"),
    path("reglages/notifications/navigateurs/<uuid:key>/retirer/", settings.stop_listening, name="stop_listening"),
]
