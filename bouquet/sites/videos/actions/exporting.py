"""What a member's copy of their data holds of videos: what they made, with the files, and what else they did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.storage.store import store
from bouquet.sites.videos.actions.addressing import absolute
from bouquet.sites.videos.models import Channel, HistoryEntry, Hush, Like, Playlist, Sending, Video, WatchPosition


def collect(account: Account) -> Iterator[ExportFile]:
    """JSON of every row, then the original files."""
    videos = Video.objects.filter(author=account).select_related("category", "reply_to", "asset").order_by("pk")
    yield as_json("videos.json", (_video(video) for video in videos.iterator(chunk_size=500)))
    likes = Like.objects.filter(account=account).select_related("video").order_by("pk")
    yield as_json("likes.json", (_like(like) for like in likes.iterator(chunk_size=500)))
    sent = Sending.objects.filter(sender=account).select_related("video", "recipient").order_by("pk")
    yield as_json("sent.json", (_sending(row, row.recipient) for row in sent.iterator(chunk_size=500)))
    received = Sending.objects.received_by(account).select_related("video", "sender")
    yield as_json("received.json", (_sending(row, row.sender) for row in received.iterator(chunk_size=500)))
    positions = WatchPosition.objects.filter(account=account).select_related("video")
    yield as_json("positions.json", (_position(row) for row in positions.iterator(chunk_size=500)))
    history = HistoryEntry.objects.filter(account=account).select_related("video").order_by("watched_at")
    yield as_json("history.json", (_watched(row) for row in history.iterator(chunk_size=500)))
    playlists = Playlist.objects.filter(owner=account).order_by("made_at")
    yield as_json("playlists.json", (_playlist(row) for row in playlists.iterator(chunk_size=50)))
    hushed = Hush.objects.filter(follower=account).order_by("pk")
    yield as_json("bells_off.json", hushed.values("author__handle").iterator())
    for video in videos.iterator(chunk_size=100):
        if store().exists(video.asset.original):
            suffix = PurePath(video.asset.file_name).suffix or ".video"
            yield ExportFile(f"files/{video.code}{suffix}", stored=video.asset.original)
    for channel in Channel.objects.filter(account=account).exclude(banner=""):
        yield ExportFile("banner.webp", stored=f"public/{channel.banner}/{channel.banner_widths[-1]}.webp")


def _video(video: Video) -> dict[str, Any]:
    return {
        "address": absolute(video.short_path),
        "title": video.title,
        "description": video.description,
        "tags": [tag["name"] for tag in video.tag_list],
        "category": video.category.key if video.category else None,
        "language": video.language,
        "licence": video.licence,
        "state": video.state,
        "visibility": video.visibility,
        "allows_download": video.allows_download,
        "allows_embedding": video.allows_embedding,
        "in_reply_to": absolute(video.reply_to.short_path) if video.reply_to else None,
        "created_at": video.created_at,
        "published_at": video.published_at,
        "publish_at": video.publish_at,
        "removed_at": video.removed_at,
        "duration_seconds": video.duration_seconds,
        "views": video.views_count,
        "likes": video.likes_count,
        "file_name": video.asset.file_name,
    }


def _like(like: Like) -> dict[str, Any]:
    return {"address": absolute(like.video.short_path), "liked_at": like.liked_at}


def _sending(row: Sending, other: Account) -> dict[str, Any]:
    return {
        "address": absolute(row.video.short_path),
        "with": other.handle,
        "note": row.note,
        "sent_at": row.sent_at,
        "read_at": row.read_at,
    }


def _position(row: WatchPosition) -> dict[str, Any]:
    return {"address": absolute(row.video.short_path), "seconds": row.seconds, "watched_at": row.watched_at}


def _watched(row: HistoryEntry) -> dict[str, Any]:
    return {
        "address": absolute(row.video.short_path),
        "watched_at": row.watched_at,
        "finished_at": row.finished_at,
    }


def _playlist(playlist: Playlist) -> dict[str, Any]:
    entries = playlist.entries.select_related("video").order_by("place", "pk")
    return {
        "address": absolute(playlist.path),
        "title": playlist.title,
        "description": playlist.description,
        "visibility": playlist.visibility,
        "made_at": playlist.made_at,
        "videos": [absolute(entry.video.short_path) for entry in entries],
    }
