"""What the network's search knows of videos and public playlists, and what affinity may recommend."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.affinity.kinds import Item
from bouquet.capabilities.discovery.kinds import EVERYONE, Listing, ListingType, followers_of
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.videos.actions.addressing import absolute
from bouquet.sites.videos.engine.kinds import PLAYLIST, VIDEO
from bouquet.sites.videos.models import Playlist, Video

VIDEO_TYPE = ListingType("video", _("Videos"), icon="clapperboard")
PLAYLIST_TYPE = ListingType("playlist", _("Playlists"), icon="list-video")


def collect_videos(keys: Collection[UUID]) -> list[Listing]:
    """Those that lists may show, to everybody or to followers."""
    videos = Video.objects.for_followers().filter(pk__in=list(keys)).select_related("asset", "category")
    return [_video(video) for video in videos.defer("asset__probe_json")]


def collect_playlists(keys: Collection[UUID]) -> list[Listing]:
    """The public ones, with something in them."""
    return [_playlist(playlist) for playlist in Playlist.objects.public(among=keys)]


def collect_items(keys: Collection[UUID] | None) -> Iterable[Item]:
    """Videos as affinity knows them; whatever is not public is recommended to nobody."""
    videos = Video.objects.public() if keys is None else Video.objects.filter(pk__in=list(keys))
    columns = ("created_at", "published_at", "tag_list", "views_count", "state", "visibility", "author")
    for video in videos.only(*columns).iterator(chunk_size=2000):
        yield Item(
            key=video.pk,
            made_at=video.published_at or video.created_at,
            tags=tuple(tag["slug"] for tag in video.tag_list),
            size=video.views_count,
            is_recommendable=video.is_public,
            author_id=video.author_id,
        )


def _video(video: Video) -> Listing:
    return Listing(
        ref=Ref(VIDEO, video.pk),
        type=VIDEO_TYPE.name,
        title=video.title,
        address=absolute(video.path),
        made_at=video.published_at or video.created_at,
        audience=(EVERYONE,) if video.is_public else (followers_of(video.author_id),),
        teaser=video.teaser,
        body=video.description,
        tags=tuple(tag["name"] for tag in video.tag_list),
        picture=absolute(video.asset.poster_address(320)) if video.asset.poster and video.is_public else "",
        language=video.language,
        author_id=video.author_id,
        popularity=video.views_count,
    )


def _playlist(playlist: Playlist) -> Listing:
    return Listing(
        ref=Ref(PLAYLIST, playlist.pk),
        type=PLAYLIST_TYPE.name,
        title=playlist.title,
        address=absolute(playlist.path),
        made_at=playlist.made_at,
        audience=(EVERYONE,),
        teaser=playlist.description[:200],
        body=playlist.description,
        author_id=playlist.owner_id,
        popularity=playlist.entries_count,
    )
