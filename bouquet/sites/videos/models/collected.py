"""What is in a playlist for the person who looks: each video obeys its own visibility."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.sites.videos.models.playlist import Playlist
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
