from django.urls import path

from bouquet.foundation.ui.views import installed

# Outside the language prefix of the sites: the two languages are told apart here.
urlpatterns = [
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("en/manifest.webmanifest", installed.manifest),
    path("offline", installed.offline, name="offline"),
    path("en/offline", installed.offline),
    path("sw.js", installed.service_worker, name="service_worker"),
    path("favicon.ico", installed.favicon),
]
