"""Lists of videos, a page at a time: no counting, no offset, so that the last page costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.sites.videos.engine import cursors
from bouquet.sites.videos.models import Tagging, Video
from bouquet.sites.videos.models.reading import VideoQuerySet
from bouquet.sites.videos.views.fetching import is_fragment

PAGE = 24


@dataclass(frozen=True)
class Listing:
    """One page of videos, and the cursor of the next (empty at the end)."""

    videos: list[Video]
    cursor: str = ""


def newest(videos: VideoQuerySet, cursor: str, *, size: int = PAGE) -> Listing:
    """The page after `cursor`, the last published first."""
    after = cursors.read_moment(cursor)
    if after is not None:
        videos = videos.published_before(*after)
    found = list(videos.newest_first().for_cards()[: size + 1])
    if len(found) <= size:
        return Listing(found)
    return Listing(found[:size], cursors.at_moment(found[size - 1].published_at, found[size - 1].pk))


def most_watched(videos: VideoQuerySet, cursor: str, *, size: int = PAGE) -> Listing:
    """The page after `cursor`, by the views of the week."""
    after = cursors.read_number(cursor)
    if after is not None:
        videos = videos.watched_less_than(*after)
    found = list(videos.most_watched_first().for_cards()[: size + 1])
    if len(found) <= size:
        return Listing(found)
    return Listing(found[:size], cursors.at_number(found[size - 1].week_views, found[size - 1].pk))


def tagged(videos: VideoQuerySet, slug: str, cursor: str, *, size: int = PAGE) -> Listing:
    """The page after `cursor` of the videos that carry a tag, the last made first."""
    after = cursors.read_number(cursor)
    taggings = Tagging.objects.filter(tag__slug=slug, video__in=videos)
    if after is not None:
        taggings = taggings.filter(video__lt=after[1])
    keys = list(taggings.order_by("-video").values_list("video", flat=True)[: size + 1])
    by_key = {video.pk: video for video in videos.filter(pk__in=keys).for_cards()}
    found = [by_key[key] for key in keys[:size] if key in by_key]
    return Listing(found, cursors.at_number(0, keys[size - 1]) if len(keys) > size else "")


def next_address(request: HttpRequest, cursor: str) -> str:
    """The address of the next page: this one's, further on; empty at the end."""
    if not cursor:
        return ""
    kept = {key: value for key, value in request.GET.items() if key != "after"}
    return f"{request.path}?{urlencode({**kept, 'after': cursor})}"


def answer(request: HttpRequest, template: str, listing: Listing, context: dict[str, object]) -> HttpResponse:
    """The page, or only its next cards when the page's own script asks for them."""
    context = {**context, "listing": listing, "next_address": next_address(request, listing.cursor)}
    if is_fragment(request):
        return render(request, "videos/parts/cards.html", context)
    return render(request, template, context)
