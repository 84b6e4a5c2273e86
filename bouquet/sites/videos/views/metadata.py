"""What machines read of a watch page: OpenGraph, Twitter's player card, schema.org."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from bouquet.sites.videos import policies
from bouquet.sites.videos.actions.addressing import absolute, absolute_page
from bouquet.sites.videos.models import Video

# JSON inside <script>: these three could end it or open a comment (HTML §4.12.1.3).
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def context_of(video: Video) -> dict[str, Any]:
    """Only of what everybody may watch: a robot is told nothing about any other video."""
    if not video.is_shared_openly or not video.asset.is_playable:
        return {"is_open": False}
    address = absolute(video.path)
    is_embeddable = policies.can_be_embedded(video)
    embed = absolute(reverse("videos:embed", args=[video.code])) if is_embeddable else ""
    return {
        "is_open": True,
        "page_address": address,
        "poster_large": absolute(video.asset.poster_address(1280)),
        "embed_address": embed,
        "oembed_address": f"{absolute_page('videos:oembed')}?{urlencode({'url': address})}" if is_embeddable else "",
        "structured": _structured(video, address, embed),
    }


def _structured(video: Video, address: str, embed: str) -> SafeString:
    """https://schema.org/VideoObject"""
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": video.title,
        "description": video.teaser or video.title,
        "url": address,
        "thumbnailUrl": [absolute(video.asset.poster_address(1280))],
        "uploadDate": video.published_at.isoformat(timespec="seconds") if video.published_at else None,
        "duration": video.iso_duration,
        "contentUrl": absolute(video.asset.address("master.m3u8")),
        "embedUrl": embed or None,
        "inLanguage": video.language or None,
        "license": video.licence_address or None,
        "keywords": ", ".join(tag["name"] for tag in video.tag_list) or None,
        "genre": video.category.name if video.category else None,
        "author": {
            "@type": "Person",
            "name": video.author.display_name,
            "url": absolute_page("videos:channel", video.author.handle),
        },
        "interactionStatistic": [
            _counter("WatchAction", video.views_count),
            _counter("LikeAction", video.likes_count),
        ],
    }
    text = json.dumps({key: value for key, value in values.items() if value is not None}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308


def _counter(action: str, count: int) -> dict[str, Any]:
    kind = {"@type": f"https://schema.org/{action}"}
    return {"@type": "InteractionCounter", "interactionType": kind, "userInteractionCount": count}
