"""Addresses of media. What is fetched (`/media/`) and sent (`/uploads/`) is on the live process: see `live.py`."""

from __future__ import annotations

from django.urls import path

from bouquet.capabilities.media.views import imports, mail_address

app_name = "media"

urlpatterns = [
    path("imports/", imports.ask, name="import"),
    path("imports/<uuid:key>/", imports.state, name="import_state"),
    path("imports/<uuid:key>/ecarter/", imports.dismiss, name="dismiss_import"),
    path("reglages/videos-par-e-mail/", mail_address.mail_address, name="mail_address"),
    path("reglages/videos-par-e-mail/renouveler/", mail_address.renew, name="renew_mail_address"),
    path("reglages/videos-par-e-mail/fermer/", mail_address.revoke, name="revoke_mail_address"),
]
