"""The live door: `granian --interface asgi bouquet.config.live:app`."""

from __future__ import annotations

import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bouquet.config.settings")

from django.conf import settings

from bouquet.foundation.live.generations import generations
from bouquet.foundation.live.media import serve_media
from bouquet.foundation.live.page_cache import PageCache
from bouquet.foundation.live.pages import Pages
from bouquet.foundation.live.routing import Rooms, Route, Router
from bouquet.foundation.live.static import PREFIX, Static
from bouquet.foundation.live.visitors import personal_cookies


def load() -> Rooms:
    """Start Django and gather every app's `live.py`."""
    import django
    from django.apps import apps
    from django.utils.module_loading import module_has_submodule

    django.setup()
    rooms = Rooms()
    for app in apps.get_app_configs():
        if app.name.startswith("bouquet.") and module_has_submodule(app.module, "live"):
            module = import_module(f"{app.name}.live")
            rooms.routes += module.routes
            rooms.lifespans += getattr(module, "lifespans", [])
    return rooms


app = Router(
    [Route(PREFIX, Static(settings.STATIC_ROOT)), Route("/media/", serve_media)],
    load=load,
    otherwise=PageCache(
        Pages(port=settings.BOUQUET_PAGES_PORT, behind_nginx=settings.BOUQUET_BEHIND_NGINX),
        generations(),
        personal_cookies=personal_cookies(),
    ),
)
