"""Which videos go with which. Computed when it is published and once a day while it is watched.

Never while a page waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bouquet.capabilities.affinity.actions.recommending import behaviour_neighbours
from bouquet.foundation.clock import clock
from bouquet.foundation.text.folding import words_of
from bouquet.sites.videos.engine.kinds import VIDEO
from bouquet.sites.videos.models import Tagging, Video
from bouquet.sites.videos.models.searching import best_videos

KEPT = 24
# How much it counts to be liked by the same people, to share a tag, a word in the title, the author, the shelf.
LIKED_TOO, TAG, ALIKE, AUTHOR, SHELF = 8, 5, 4, 3, 1
LOOKED_AT = 40
STALE_AFTER = timedelta(days=1)


def relate(*, video_id: UUID) -> None:
    """Find the videos nearest to this one. Every look is at the first rows of an index: it costs the same among
    a thousand videos and among a million."""
    video = Video.objects.filter(pk=video_id).first()
    if video is None:
        return
    points: Counter[UUID] = Counter()
    public = Video.objects.public()
    _count(points, AUTHOR, public.filter(author=video.author_id).newest_first().values_list("pk", flat=True))
    if video.category_id:
        _count(points, SHELF, public.filter(category=video.category_id).newest_first().values_list("pk", flat=True))
    for tag in video.tag_list:
        tagged = Tagging.objects.filter(tag__slug=tag["slug"]).order_by("-video").values_list("video", flat=True)
        near = Video.objects.public(among=list(tagged[: 2 * LOOKED_AT]))
        _count(points, TAG, near.order_by("-pk").values_list("pk", flat=True))
    _count(points, ALIKE, _alike(video))
    # Of members who allow it, and never one by one: affinity looks after both.
    liked_too = [ref.key for ref in behaviour_neighbours(VIDEO, video.pk, most=KEPT)]
    _count(points, LIKED_TOO, Video.objects.public(among=liked_too).values_list("pk", flat=True))
    points.pop(video.pk, None)
    nearest = [key for key, _points in sorted(points.items(), key=lambda item: (-item[1], item[0].int * -1))]
    Video.objects.filter(pk=video.pk).update(related_ids=[key.hex for key in nearest[:KEPT]], related_at=clock.now())


def refresh_the_watched(*, most: int = 100) -> int:
    """Look again at the videos people watch these days whose neighbours were found long ago; returns how many."""
    watched = Video.objects.public().filter(week_views__gt=0).most_watched_first()[:2000]
    stale = clock.now() - STALE_AFTER
    old = [pk for pk, at in watched.values_list("pk", "related_at") if at is None or at < stale][:most]
    for key in old:
        relate(video_id=key)
    return len(old)


def _count(points: Counter[UUID], weight: int, keys: Sequence[UUID] | QuerySet[Any, UUID]) -> None:
    for key in keys[:LOOKED_AT]:
        points[key] += weight


def _alike(video: Video) -> list[UUID]:
    words = [word for word in words_of(video.title) if len(word) > 3][:6]
    return best_videos(" ".join(words), most=LOOKED_AT, is_any=True, is_titles=True)
