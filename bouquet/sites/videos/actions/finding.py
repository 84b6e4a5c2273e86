"""Search: words in, videos out, never one that lists may not show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, IntegerField, Value, When

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models.relations import none_apart
from bouquet.foundation.clock import clock
from bouquet.foundation.text.folding import spaced
from bouquet.sites.videos.models import Category, Video
from bouquet.sites.videos.models.reading import VideoQuerySet
from bouquet.sites.videos.models.searching import beginning_like, best_videos

# People look at a few pages of results; nobody reads the five-hundredth.
MOST_FOUND = 480
# Filters choose among the texts that fit the words best.
MOST_LOOKED_AT = 2000
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
    """The videos that fit, in the order wanted: at most 480 for words; without words, all that is public."""
    words = spaced(wanted.words[:LONGEST_QUERY])
    if not words:
        videos = _fitting(Video.objects.public().filter(none_apart(visitor)), wanted)
        return videos.newest_first() if wanted.sort != "views" else videos.order_by("-views_count", "-id")
    keys = best_videos(words, most=MOST_LOOKED_AT)
    found = _fitting(Video.objects.listed_for(visitor, among=keys), wanted)
    if wanted.sort == "views":
        return found.order_by("-views_count", "-id")
    if wanted.sort == "date":
        return found.newest_first()
    allowed = set(found.values_list("pk", flat=True))
    best = [key for key in keys if key in allowed][:MOST_FOUND]
    place = Case(*(When(pk=key, then=Value(rank)) for rank, key in enumerate(best)), output_field=IntegerField())
    return Video.objects.listed_for(visitor, among=best).order_by(place) if best else Video.objects.none()


def suggest(words: str, visitor: Visitor) -> list[Video]:
    """Titles that begin like what is being typed; at most eight."""
    keys = beginning_like(spaced(words[:LONGEST_QUERY]), most=4 * SUGGESTED)
    found = Video.objects.listed_for(visitor, among=keys)
    return list(found.order_by("-week_views", "-id").only("code", "title", "slug")[:SUGGESTED])


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
