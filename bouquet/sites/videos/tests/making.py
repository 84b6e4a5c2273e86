"""Videos for tests: rows as the pipeline leaves them, without a single frame transcoded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Asset, Rendition
from bouquet.foundation.clock import clock
from bouquet.foundation.storage.store import store
from bouquet.sites.videos.actions import publishing, tagging
from bouquet.sites.videos.models import State, Video, Visibility


def asset_of(owner: Account, *, state: str = Asset.State.READY, seconds: float = 60.0, **fields: Any) -> Asset:
    """A file of `owner`, prepared unless `state` says otherwise."""
    is_playable = state in (Asset.State.PLAYABLE, Asset.State.READY)
    made = {
        "purpose": "videos.new",
        "file_name": "plage.mp4",
        "origin": Asset.Origin.UPLOAD,
        "state": state,
        "duration_seconds": seconds,
        "width": 1280,
        "height": 720,
        "master": "master.m3u8",
        "playable_at": clock.now() if is_playable else None,
        "poster": "poster-abc" if is_playable else "",
        "poster_candidates": ["1.jpg", "2.jpg"] if is_playable else [],
        "has_storyboard": is_playable,
    }
    asset = Asset.objects.create(owner=owner, **{**made, **fields})
    if is_playable:
        Rendition.objects.create(
            asset=asset, name="360p", label=360, width=640, height=360, download="360p.mp4", download_bytes=1000
        )
    return asset


def video_of(
    author: Account,
    title: str = "La plage",
    *,
    visibility: str = Visibility.PUBLIC,
    state: str = State.PUBLISHED,
    description: str = "",
    tags: tuple[str, ...] = (),
    password: str = "",
    published_at: datetime | None = None,
    asset: Asset | None = None,
    **fields: Any,
) -> Video:
    """A video of `author`, published unless `state` says otherwise."""
    from django.contrib.auth.hashers import make_password

    video = Video(author=author, asset=asset or asset_of(author), visibility=visibility, state=state, **fields)
    video.describe(title=title, description=description)
    video.lasts(video.asset.duration_seconds)
    if password:
        video.lock(hashed=make_password(password))
    if state == State.PUBLISHED:
        video.published_at = published_at or clock.now()
    video.save()
    if tags:
        tagging.tag(video, tags)
        video.save(update_fields=["tag_list"])
    publishing.settle_files(video)
    video.refresh_from_db()
    return video


def with_files(video: Video) -> Video:
    """Puts a few bytes where the video's files belong."""
    for name in ("master.m3u8", "v360/segment1.m4s", "poster-abc/640.webp", "storyboard/storyboard.vtt", "360p.mp4"):
        store().put_bytes(b"x" * 10, f"{video.asset.folder}/{name}")
    return video
