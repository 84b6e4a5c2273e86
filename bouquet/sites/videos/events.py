"""What happens to videos."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class VideoDrafted:
    """A file arrived, and a draft of a video stands for it."""

    video_id: UUID


@dataclass(frozen=True)
class VideoPublished:
    """It may be watched from now on, by those its visibility names."""

    video_id: UUID


@dataclass(frozen=True)
class VideoChanged:
    """Its words, its file, its poster or its visibility are not what they were."""

    video_id: UUID


@dataclass(frozen=True)
class VideoWithdrawn:
    """It was for everybody, and is not any more."""

    video_id: UUID


@dataclass(frozen=True)
class VideoRemoved:
    """It is in its author's bin."""

    video_id: UUID


@dataclass(frozen=True)
class VideoRestored:
    """It came back from the bin, as it was."""

    video_id: UUID


@dataclass(frozen=True)
class VideoErased:
    """The row is gone; what its address was, whose it was, and which files."""

    video_id: UUID
    code: str
    author_id: UUID
    asset_id: UUID


@dataclass(frozen=True)
class VideoLiked:
    """Somebody likes a video."""

    video_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class VideoUnliked:
    """Somebody took their like back."""

    video_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class VideoSent:
    """A member sent a video to another."""

    sending_id: UUID


@dataclass(frozen=True)
class ChannelChanged:
    """An author's page wears another banner, or none."""

    account_id: UUID


@dataclass(frozen=True)
class VideoWatched:
    """A member began to watch, and keeps a history. Once for each sitting."""

    video_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class VideoFinished:
    """A member watched to the end, and keeps a history. Once for each sitting."""

    video_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class PlaylistChanged:
    """A playlist is new, or its words, its videos, their order or who may open it are not what they were."""

    playlist_id: UUID


@dataclass(frozen=True)
class PlaylistErased:
    """The row is gone; what its address was, and whose it was."""

    playlist_id: UUID
    code: str
    owner_id: UUID
