"""What the player needs to know of a video."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from bouquet.capabilities.media.models import Asset, Chapter
from bouquet.foundation.live.kept_parts import kept
from bouquet.foundation.text.safe_html import seconds_of
from bouquet.sites.videos.actions.purging import video_tag
from bouquet.sites.videos.engine.durations import clock_label
from bouquet.sites.videos.models import Video
from bouquet.sites.videos.views.fetching import watchable_or_404

# The file that plays where nothing else does: large enough to look at, small enough for any line.
FALLBACK_LABEL = 480


def context_of(
    request: HttpRequest, video: Video, *, resume_at: float = 0, edition: int | None = None, is_embedded: bool = False
) -> dict[str, Any]:
    """`player` for `ui/player.html`, the list of chapters, and the files that can be saved.

    `resume_at`: seconds, where this visitor stopped; the address may ask for another start. `edition`: see `everyones`.
    """
    if not video.asset.is_playable:
        return {"player": None, "chapters": [], "files": []}
    file = _file_of(video)
    start = start_asked(request)
    player = {
        **file["player"],
        "title": video.title,
        "start": resume_at if start is None else start,
        "is_embedded": is_embedded,
        "edition": edition,
    }
    return {"player": player, "chapters": file["chapters"], "files": file["files"]}


def _file_of(video: Video) -> dict[str, Any]:
    """What is the same for all who may watch. Signed addresses do not last, so only public files are kept."""
    if not video.asset.is_public:
        return _read_file(video)
    key = ("file", video.asset.key, video.asset.state, video.asset.poster, video.code, get_language())
    return kept(key, partial(_read_file, video), tags=[video_tag(video.code)])


def _read_file(video: Video) -> dict[str, Any]:
    asset = video.asset
    prefetch_related_objects([asset], "renditions", "captions", "chapters")
    player = {
        "key": video.code,
        **_addresses(asset),
        "poster": asset.poster_address(1280),
        "chapters": asset.chapters_address(),
        "captions": [
            {
                "lang": language or "und",
                "label": label if label not in ("", "und") else gettext("Subtitles"),
                "src": address,
            }
            for language, label, address in asset.caption_tracks()
        ],
        "duration": video.duration_seconds,
        "refresh": "" if asset.is_public else reverse("videos:addresses", args=[video.code]),
        "is_portrait": asset.height > asset.width,
    }
    return {
        "player": player,
        "chapters": [_chapter(row) for row in asset.chapters.all()],
        "files": asset.downloads(),
    }


@never_cache
def addresses(request: HttpRequest, code: str) -> JsonResponse:
    """Fresh signatures for a page that has been open for long."""
    return JsonResponse(_addresses(watchable_or_404(request, code).asset))


def start_asked(request: HttpRequest) -> int | None:
    """The second the address asks to start at: `?t=83`, `?t=1:23` or `?t=1m23s`; None for anything else."""
    asked = request.GET.get("t", "")[:12].lower().removesuffix("s").replace("h", ":").replace("m", ":")
    parts = asked.split(":")
    return seconds_of(asked) if len(parts) <= 3 and all(part.isdecimal() for part in parts) else None


def _chapter(row: Chapter) -> dict[str, Any]:
    time = clock_label(row.start_seconds) or "0:00"
    return {"seconds": int(row.start_seconds), "time": time, "title": row.title or time}


def _addresses(asset: Asset) -> dict[str, str]:
    return {
        "master": asset.address("master.m3u8"),
        "mp4": _fallback(asset),
        "storyboard": asset.storyboard_address(),
    }


def _fallback(asset: Asset) -> str:
    files = [row for row in asset.renditions.all() if row.download]
    fitting = [row for row in files if row.label <= FALLBACK_LABEL] or files[:1]
    return asset.address(fitting[-1].download) if fitting else ""
