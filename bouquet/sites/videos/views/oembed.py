"""oEmbed 1.0 (https://oembed.com): a link to a video unfolds on other people's pages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from bouquet.foundation.brands.current import brand_of, network
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions.addressing import absolute, absolute_page
from bouquet.sites.videos.actions.purging import WITHDRAWN
from bouquet.sites.videos.engine.xml import written
from bouquet.sites.videos.models import Video

WIDTH = 960
_PAGE = re.compile(r"^(?:/[a-z]{2})?/(?:v|embed)/([A-Za-z0-9]{11})(?:/.*)?$")


@require_GET
@shared_page(seconds=300, tags=lambda request: [WITHDRAWN], query=["url", "format", "maxwidth", "maxheight"])
def oembed(request: HttpRequest) -> HttpResponse:
    """The answer is what anybody may know: who asks is a machine without an account. 404 for all the rest."""
    if request.GET.get("format", "json") not in ("json", "xml"):
        return HttpResponse(status=501)
    code = _code_in(request.GET.get("url", ""))
    video = get_object_or_404(Video.objects.visible_to(AnonymousUser()).select_related("author", "asset"), code=code)
    if not policies.can_be_embedded(video):
        return HttpResponse(status=401)
    values = _values(request, video)
    if request.GET.get("format") == "xml":
        return HttpResponse(_xml(values), content_type="text/xml; charset=utf-8")
    response = JsonResponse(values)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def embed_code(video: Video, *, width: int = WIDTH, height: int | None = None) -> str:
    """The HTML people paste into their pages."""
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" allow="autoplay; fullscreen; picture-in-picture" '
        'allowfullscreen frameborder="0" loading="lazy"></iframe>',
        absolute(reverse("videos:embed", args=[video.code])),
        width,
        height or _height(video, width),
        video.title,
    )


def _values(request: HttpRequest, video: Video) -> dict[str, Any]:
    width = min(WIDTH, _most(request, "maxwidth"))
    height = _height(video, width)
    if height > (most := _most(request, "maxheight")):
        width, height = max(1, width * most // height), most
    return {
        "type": "video",
        "version": "1.0",
        "title": video.title,
        "author_name": video.author.display_name,
        "author_url": absolute_page("videos:channel", video.author.handle),
        "provider_name": brand_of(request).name,
        "provider_url": absolute("/"),
        "cache_age": 3600,
        "thumbnail_url": absolute(video.asset.poster_address(1280)),
        "thumbnail_width": 1280,
        "thumbnail_height": _height(video, 1280),
        "html": embed_code(video, width=width, height=height),
        "width": width,
        "height": height,
    }


def _height(video: Video, width: int) -> int:
    shape = video.asset.height / video.asset.width if video.asset.width else 9 / 16
    return round(width * shape)


def _most(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and 0 < len(value) < 6 and int(value) > 0 else 100_000


def _code_in(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        # `http://[]` is no address.
        return ""
    found = _PAGE.match(parts.path)
    here = parts.hostname in network().hosts
    return found[1] if found and here else ""


def _xml(values: dict[str, Any]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in values.items():
        ElementTree.SubElement(root, name).text = str(value)
    return written(root)
