"""What `ui/player.html` needs to know of an asset that plays."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from bouquet.capabilities.media.models import Asset

# The file that plays where nothing else does: large enough to look at, small enough for any line.
FALLBACK_LABEL = 480


def player_of(asset: Asset, *, key: str, title: str, refresh: str = "") -> dict[str, Any]:
    """`player` for the template. `key` names it in the browser's memory; `refresh` is the address that answers with
    fresh signatures (`addresses_of`, as JSON), asked for when the file is not public.
    """
    return {
        "key": key,
        "title": title,
        **addresses_of(asset),
        "poster": asset.poster_address(1280),
        "chapters": asset.chapters_address(),
        "captions": [
            {"lang": language or "und", "label": label or gettext("Subtitles"), "src": address}
            for language, label, address in asset.caption_tracks()
        ],
        "duration": asset.duration_seconds,
        "start": 0,
        "refresh": "" if asset.is_public else refresh,
        "is_portrait": asset.height > asset.width,
        "is_embedded": False,
        "edition": None,
    }


def addresses_of(asset: Asset) -> dict[str, str]:
    """Where the film is now."""
    files = [row for row in asset.renditions.all() if row.download]
    fitting = [row for row in files if row.label <= FALLBACK_LABEL] or files[:1]
    return {
        "master": asset.address("master.m3u8"),
        "mp4": asset.address(fitting[-1].download) if fitting else "",
        "storyboard": asset.storyboard_address(),
    }
