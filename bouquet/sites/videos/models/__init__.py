"""Nouns of the videos site, one file each."""

from bouquet.sites.videos.models.category import Category
from bouquet.sites.videos.models.channel import Channel
from bouquet.sites.videos.models.licence import Licence
from bouquet.sites.videos.models.like import Like
from bouquet.sites.videos.models.position import WatchPosition
from bouquet.sites.videos.models.sending import Sending
from bouquet.sites.videos.models.states import State, Visibility
from bouquet.sites.videos.models.tag import Tag, Tagging
from bouquet.sites.videos.models.video import Video
from bouquet.sites.videos.models.video_text import VideoText

__all__ = [
    "Category",
    "Channel",
    "Licence",
    "Like",
    "Sending",
    "State",
    "Tag",
    "Tagging",
    "Video",
    "VideoText",
    "Visibility",
    "WatchPosition",
]
