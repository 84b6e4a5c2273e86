"""Nouns of the videos site, one file each."""

from bouquet.sites.videos.models.category import Category
from bouquet.sites.videos.models.channel import Channel
from bouquet.sites.videos.models.history import HistoryEntry, HistoryPause
from bouquet.sites.videos.models.hush import Hush
from bouquet.sites.videos.models.licence import Licence
from bouquet.sites.videos.models.like import Like
from bouquet.sites.videos.models.playlist import Playlist, PlaylistEntry, PlaylistVisibility
from bouquet.sites.videos.models.position import WatchPosition
from bouquet.sites.videos.models.sending import Sending
from bouquet.sites.videos.models.states import State, Visibility
from bouquet.sites.videos.models.tag import Tag, Tagging
from bouquet.sites.videos.models.video import Video
from bouquet.sites.videos.models.video_text import VideoText

__all__ = [
    "Category",
    "Channel",
    "HistoryEntry",
    "HistoryPause",
    "Hush",
    "Licence",
    "Like",
    "Playlist",
    "PlaylistEntry",
    "PlaylistVisibility",
    "Sending",
    "State",
    "Tag",
    "Tagging",
    "Video",
    "VideoText",
    "Visibility",
    "WatchPosition",
]
