"""What is in a playlist for the person who looks: each video obeys its own visibility."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, UUIDField

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.sites.videos.models.playlist import Playlist, PlaylistEntry
from bouquet.sites.videos.models.states import Visibility
from bouquet.sites.videos.models.video import Video


def collected(playlist: Playlist, visitor: Visitor) -> list[UUID]:
    """The keys of what `visitor` may be shown of it, in its order. Two queries.

    Its member sees all they may watch. Others see what lists may show them: a playlist opens no video, and of unlisted
    ones it shows only its member's own, whose address is theirs to give.
    """
    keys = list(playlist.entries.order_by("place", "pk").values_list("video", flat=True))
    videos = Video.objects.filter(pk__in=keys)
    if visitor.pk == playlist.owner_id:
        shown = videos.visible_to(visitor)
    else:
        listed = Video.objects.listed_for(visitor, among=keys).values("pk")
        own = Q(visibility=Visibility.UNLISTED, author=playlist.owner_id) & Q(
            pk__in=videos.visible_to(visitor).values("pk")
        )
        shown = videos.filter(Q(pk__in=listed) | own)
    allowed = set(shown.values_list("pk", flat=True))
    return [key for key in keys if key in allowed]


def led(playlists: Iterable[Playlist]) -> list[tuple[Playlist, Video | None]]:
    """Each with the first video in it that lists may show. Two queries more, however many there are."""
    rows = list(playlists)
    firsts = PlaylistEntry.objects.filter(playlist=OuterRef("pk"), video__in=Video.objects.public().values("pk"))
    keys = dict(
        Playlist.objects.filter(pk__in=[row.pk for row in rows])
        .annotate(lead=Subquery(firsts.order_by("place", "pk").values("video")[:1], output_field=UUIDField()))
        .values_list("pk", "lead")
    )
    leads = Video.objects.filter(pk__in=[key for key in keys.values() if key]).select_related("author", "asset")
    videos = {video.pk: video for video in leads.defer("asset__probe_json")}
    return [(row, videos.get(keys[row.pk]) if keys.get(row.pk) else None) for row in rows]
