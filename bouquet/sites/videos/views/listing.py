"""Lists of videos, a page at a time: no counting, no offset, so that the last page costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import Visitor, is_fragment
from bouquet.sites.videos.engine import cursors
from bouquet.sites.videos.models import Tag, Tagging, Video
from bouquet.sites.videos.models.reading import VideoQuerySet

Row = TypeVar("Row", bound=Model)

PAGE = 24
# A tag whose newest videos are all hidden is looked through this far for one page.
MOST_LOOKS = 10


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


def tagged(visitor: Visitor, tag: Tag, cursor: str, *, size: int = PAGE) -> Listing:
    """The page after `cursor` of what carries a tag and may be listed, the last made first."""
    after = cursors.read_number(cursor)
    last = after[1] if after is not None else None
    found: list[Video] = []
    for _ in range(MOST_LOOKS):
        taggings = Tagging.objects.filter(tag=tag) if last is None else Tagging.objects.filter(tag=tag, video__lt=last)
        keys = list(taggings.order_by("-video").values_list("video", flat=True)[: 2 * size])
        by_key = {
            video.pk: video for video in Video.objects.listed_for(visitor, among=keys).unasked_for(visitor).for_cards()
        }
        found += [by_key[key] for key in keys if key in by_key]
        last = keys[-1] if keys else None
        if len(found) > size:
            return Listing(found[:size], cursors.at_number(0, found[size - 1].pk))
        if len(keys) < 2 * size:
            return Listing(found)
    return Listing(found, cursors.at_number(0, last) if last else "")


def in_order(keys: Sequence[UUID]) -> list[Video]:
    """The videos of `keys` as cards, in that order. Whether they may be shown was asked before."""
    by_key = {video.pk: video for video in Video.objects.filter(pk__in=list(keys)).for_cards()}
    return [by_key[key] for key in keys if key in by_key]


def before(request: HttpRequest, rows: QuerySet[Row]) -> QuerySet[Row]:
    """The rows made before the one whose key is `before` in the address; all of them when it names none."""
    try:
        return rows.filter(pk__lt=UUID(request.GET.get("before", "")))
    except ValueError:
        return rows


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
