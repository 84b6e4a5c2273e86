"""The front page: one large video, what is popular, what is new, and what those I follow have made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.videos.actions.purging import HOME, WITHDRAWN
from bouquet.sites.videos.models import Category, Video
from bouquet.sites.videos.views import listing
from bouquet.sites.videos.views.fetching import visitor_of

POPULAR = 9
NEW = 12
FOLLOWED = 8


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN], query=[])
def home(request: HttpRequest) -> HttpResponse:
    """For everybody; with the people they follow for members."""
    public = Video.objects.public()
    popular = list(public.most_watched_first().for_cards()[:POPULAR])
    new = list(public.newest_first().for_cards()[:NEW])
    lead = popular[0] if popular else None
    context: dict[str, Any] = {
        "lead": lead,
        "popular": popular[1:],
        "new": [video for video in new if video != lead],
        "categories": Category.objects.all(),
    }
    visitor = visitor_of(request)
    if isinstance(visitor, Account):
        followed = Follow.objects.accepted().filter(follower=visitor).values("followed")
        theirs = Video.objects.listed_for(visitor).filter(author__in=followed)
        context["followed"] = list(theirs.newest_first().for_cards()[:FOLLOWED])
    return render(request, "videos/home.html", context)


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN], query=["after"])
def newest(request: HttpRequest) -> HttpResponse:
    """Everything public, the newest first."""
    page = listing.newest(Video.objects.public(), request.GET.get("after", ""))
    return listing.answer(request, "videos/newest.html", page, {})


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN], query=["after"])
def popular(request: HttpRequest) -> HttpResponse:
    """Everything public, by the views of the week."""
    page = listing.most_watched(Video.objects.public(), request.GET.get("after", ""))
    return listing.answer(request, "videos/popular.html", page, {})
