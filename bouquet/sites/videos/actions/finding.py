"""Search: words in, videos out, never one that lists may not show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, IntegerField, Value, When

from bouquet.foundation.clock import clock
from bouquet.sites.videos.engine.folding import fold
from bouquet.sites.videos.models import Category, Video, VideoText
from bouquet.sites.videos.models.reading import VideoQuerySet, Visitor

# People look at a few pages of results; nobody reads the five-hundredth.
MOST_FOUND = 480
SUGGESTED = 8
LONGEST_QUERY = 100

LENGTHS = {"short": (0, 4 * 60), "medium": (4 * 60, 20 * 60), "long": (20 * 60, None)}
DATES = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}
SORTS = ("relevance", "date", "views")


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Empty texts mean any."""

    words: str = ""
    length: str = ""
    date: str = ""
    category: Category | None = None
    sort: str = "relevance"


def find(wanted: Wanted, visitor: Visitor) -> VideoQuerySet:
    """The videos that fit, in the order wanted; at most 480."""
    videos = _fitting(Video.objects.listed_for(visitor), wanted)
    words = fold(wanted.words[:LONGEST_QUERY])
    if not words:
        return videos.newest_first() if wanted.sort != "views" else videos.order_by("-views_count", "-id")
    texts = VideoText.objects.filter(video__in=videos)
    if wanted.sort == "relevance":
        keys = [text.video_id for text in texts.search(words, operator="and")[:MOST_FOUND]]
        place = Case(*(When(pk=key, then=Value(rank)) for rank, key in enumerate(keys)), output_field=IntegerField())
        return videos.filter(pk__in=keys).order_by(place) if keys else videos.none()
    found = [text.video_id for text in texts.search(words, operator="and", order_by_relevance=False)[:MOST_FOUND]]
    order = ("-views_count", "-id") if wanted.sort == "views" else ("-published_at", "-id")
    return videos.filter(pk__in=found).order_by(*order)


def suggest(words: str, visitor: Visitor) -> list[Video]:
    """Titles that begin like what is being typed; at most eight."""
    folded = fold(words[:LONGEST_QUERY])
    if not folded:
        return []
    texts = VideoText.objects.filter(video__in=Video.objects.listed_for(visitor))
    keys = [text.video_id for text in texts.autocomplete(folded, operator="and", order_by_relevance=False)[:SUGGESTED]]
    found = Video.objects.listed_for(visitor).filter(pk__in=keys)
    return list(found.order_by("-week_views", "-id").only("code", "title", "slug"))


def _fitting(videos: VideoQuerySet, wanted: Wanted) -> VideoQuerySet:
    if wanted.category is not None:
        videos = videos.filter(category=wanted.category)
    if wanted.length in LENGTHS:
        least, most = LENGTHS[wanted.length]
        videos = videos.filter(duration_seconds__gte=least)
        videos = videos.filter(duration_seconds__lt=most) if most else videos
    if wanted.date in DATES:
        videos = videos.filter(published_at__gte=clock.now() - DATES[wanted.date])
    return videos
