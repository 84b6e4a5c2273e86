"""Published addresses of static files, import map included."""

from __future__ import annotations

import json
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from bouquet.foundation.ui.modules import PACKAGES, modules

_maps: dict[str, str] = {}


def asset(path: str) -> str:
    """The address of a static file. Plain when files were not collected yet: an error page must never fail on that."""
    try:
        return _published(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@cache
def _published(path: str) -> str:
    """Files are collected before a process starts, never while it runs."""
    return staticfiles_storage.url(path)


def import_map(group: str = "") -> str:
    """The JSON of the page's import map, with the packages of `group`; made once per process."""
    key = f"{group} {asset('ui/js/boot.js')}"
    if key not in _maps:
        elsewhere = {name for name, package in PACKAGES.items() if package.group not in ("", group)}
        imports = {name: asset(path) for name, path in modules().items() if name not in elsewhere}
        _maps[key] = json.dumps({"imports": imports}, separators=(",", ":"))
    return _maps[key]
