"""Videos and playlists, for those who comment, report, notify, find and recommend without knowing them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.messaging.kinds import Place, Plan
from bouquet.foundation.brands.current import site_address
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions import moderating
from bouquet.sites.videos.actions.addressing import SITE, absolute
from bouquet.sites.videos.engine.kinds import PLAYLIST, VIDEO
from bouquet.sites.videos.models import Playlist, State, Video
from bouquet.sites.videos.models.collected import led


class VideoKind(Kind):
    """What people publish. Its author looks after what is said below it."""

    name = VIDEO
    label = _("a video")
    icon = "clapperboard"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        videos = Video.objects.filter(pk__in=list(keys)).select_related("asset")
        return {video.pk: _video(video) for video in videos.defer("asset__probe_json")}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return set(Video.objects.visible_to(visitor).filter(pk__in=list(keys)).values_list("pk", flat=True))

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """Under a draft, or what moderators hide, nobody speaks: not its author either."""
        seen = Video.objects.visible_to(visitor).filter(pk__in=list(keys), state=State.PUBLISHED)
        return set(seen.values_list("pk", flat=True))

    def key_at(self, path: str) -> UUID | None:
        start, _slash, rest = path.strip("/").partition("/")
        found = Video.objects.filter(code=rest.partition("/")[0]) if start == "v" else Video.objects.none()
        return found.values_list("pk", flat=True).first()

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.judge_video(video_id=key, standing=standing, label=label)


class PremierePlace(Place):
    """The room of a premiere: open while one waits, and beside the video afterwards."""

    kind = VIDEO

    def plan(self, key: UUID) -> Plan | None:
        title = Video.objects.filter(pk=key, is_premiere=True).values_list("title", flat=True).first()
        return Plan(title) if title else None

    def shown_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        awaited = Video.objects.premiering(visitor).filter(pk__in=list(keys))
        return super().shown_to(visitor, keys) | set(awaited.values_list("pk", flat=True))

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        awaited = Video.objects.premiering(visitor).filter(pk__in=list(keys))
        return super().open_to(visitor, keys) | set(awaited.values_list("pk", flat=True))


class PlaylistKind(Kind):
    """Videos in somebody's order."""

    name = PLAYLIST
    label = _("a playlist")
    icon = "list-video"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        """With the first video that anybody may be shown: its picture is the cover, its player begins the playlist."""
        return {row.pk: _playlist(row, lead) for row, lead in led(Playlist.objects.filter(pk__in=list(keys)))}

    def key_at(self, path: str) -> UUID | None:
        start, _slash, rest = path.strip("/").partition("/")
        found = Playlist.objects.filter(code=rest) if start == "playlists" else Playlist.objects.none()
        return found.values_list("pk", flat=True).first()

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return set(Playlist.objects.visible_to(visitor).filter(pk__in=list(keys)).values_list("pk", flat=True))

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.judge_playlist(playlist_id=key, standing=standing, label=label)


def _video(video: Video) -> Subject:
    words = (video.title, video.description, " ".join(f"#{tag['name']}" for tag in video.tag_list))
    return Subject(
        ref=Ref(VIDEO, video.pk),
        title=video.title,
        address=absolute(video.path),
        author_id=video.author_id,
        made_at=video.published_at or video.created_at,
        text="\n".join(part for part in words if part),
        pictures=(absolute(video.asset.poster_address(640)),) if video.asset.poster else (),
        language=video.language,
        standing=Standing(video.standing),
        keepers=frozenset({video.author_id}),
        embed=site_address(SITE, "videos:embed", video.code) if policies.can_be_embedded(video) else "",
    )


def _playlist(playlist: Playlist, lead: Video | None) -> Subject:
    plays = lead is not None and policies.can_be_embedded(lead) and not playlist.is_private
    return Subject(
        ref=Ref(PLAYLIST, playlist.pk),
        title=playlist.title,
        address=absolute(playlist.path),
        author_id=playlist.owner_id,
        made_at=playlist.made_at,
        text=f"{playlist.title}\n{playlist.description}".strip(),
        pictures=(absolute(lead.asset.poster_address(640)),) if lead and lead.asset.poster else (),
        standing=Standing(playlist.standing),
        embed=f"{site_address(SITE, 'videos:embed', lead.code)}?list={playlist.code}" if lead and plays else "",
    )
