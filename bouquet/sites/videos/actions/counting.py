"""Views as pages show them: added when they are counted, and ranked over seven days."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bouquet.capabilities.audience.actions import counts
from bouquet.foundation.clock import clock
from bouquet.sites.videos.models import Video

KIND = "video"
DAYS_RANKED = 7


def add_views(*, video_id: UUID, views: int) -> None:
    """Views that were just counted."""
    Video.objects.filter(pk=video_id).update(views_count=F("views_count") + views)


def rank_the_week() -> int:
    """Write the views of the last seven days on each video; returns how many changed."""
    watched = counts.counts_since(KIND, clock.now() - timedelta(days=DAYS_RANKED))
    shown = dict(Video.objects.filter(week_views__gt=0).values_list("pk", "week_views"))
    changed = [
        Video(pk=key, week_views=watched.get(key, 0))
        for key in shown.keys() | watched.keys()
        if shown.get(key, 0) != watched.get(key, 0)
    ]
    with transaction.atomic():
        Video.objects.bulk_update(changed, ["week_views"], 500)
    return len(changed)
