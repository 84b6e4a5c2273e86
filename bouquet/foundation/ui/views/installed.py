"""The brand as an app on a phone: manifest, service worker, the page without network."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bouquet.foundation.brands.current import brand_of, language_prefix
from bouquet.foundation.ui.assets import asset
from bouquet.foundation.ui.marks import COLOURS


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Web app manifest (W3C), with a share target: a phone's share sheet hands a video to /publish/share."""
    brand = brand_of(request)
    language = get_language() or settings.LANGUAGE_CODE
    prefix = language_prefix(language)
    mark = brand.theme if brand.theme in COLOURS else "network"
    described: dict[str, Any] = {
        "id": "/",
        "name": brand.name,
        "short_name": brand.name,
        "description": brand.tagline.get(language, ""),
        "lang": language,
        "dir": "ltr",
        "start_url": f"{prefix}/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#0b0a09",
        "theme_color": "#000000",
        "icons": [
            {"src": asset(f"marks/{mark}-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": asset(f"marks/{mark}-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": asset(f"marks/{mark}-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
            {"src": asset(f"marks/{mark}.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    if share := _address("videos:publish_share"):
        described["share_target"] = {
            "action": share,
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "files": [{"name": "file", "accept": ["video/*"]}]},
        }
    response = JsonResponse(described)
    response["Content-Type"] = "application/manifest+json"
    return response


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, served from the root so that it may hold the whole site; it keeps the offline page and its styles."""
    theme = brand_of(request).theme
    kept = [asset("app.css"), asset(f"ui/themes/{theme}.css"), "/offline", "/en/offline"]
    icon = asset(f"marks/{theme if theme in COLOURS else 'network'}-192.png")
    script = render_to_string("ui/service_worker.js", {"kept": json.dumps(kept), "icon": icon})
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """What an installed brand shows without network."""
    return render(request, "ui/offline.html")


@require_safe
@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it unasked."""
    theme = brand_of(request).theme
    return HttpResponse(status=302, headers={"Location": asset(f"marks/{theme}-32.png")})


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
