"""Search, with suggestions while one types."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import is_fragment, visitor_of
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.videos.actions import finding
from bouquet.sites.videos.actions.purging import FOUND, HOME, WITHDRAWN
from bouquet.sites.videos.models import Category
from bouquet.sites.videos.views.listing import Listing

PAGE = 24
PARAMETERS = ["q", "length", "date", "category", "sort", "page"]


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN, FOUND], query=PARAMETERS)
def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`, with filters; every state has an address."""
    wanted = wanted_by(request)
    number = _page(request)
    first = (number - 1) * PAGE
    asked = bool(wanted.words or wanted.category or wanted.length or wanted.date)
    found = list(finding.find(wanted, visitor_of(request)).for_cards()[first : first + PAGE + 1]) if asked else []
    kept = {name: value for name, value in request.GET.items() if name in PARAMETERS and value}
    further = f"{request.path}?{urlencode({**kept, 'page': number + 1})}" if len(found) > PAGE else ""
    context = {
        "wanted": wanted,
        "asked": asked,
        "searched": wanted.words,
        "listing": Listing(found[:PAGE]),
        "next_address": further,
        "categories": Category.objects.all(),
        "is_filtered": bool(wanted.category or wanted.length or wanted.date),
        "feed_query": urlencode({"q": wanted.words}),
    }
    return render(request, "videos/parts/cards.html" if is_fragment(request) else "videos/search.html", context)


@shared_page(seconds=30, tags=lambda request: [HOME, WITHDRAWN, FOUND], query=["q"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for what is being typed, as a JSON array."""
    found = finding.suggest(request.GET.get("q", ""), visitor_of(request))
    return JsonResponse(list(dict.fromkeys(video.title for video in found)), safe=False)


def wanted_by(request: HttpRequest) -> finding.Wanted:
    """What the address asks for; what it holds that we do not know is left aside."""
    asked = request.GET
    category = asked.get("category", "")
    return finding.Wanted(
        words=" ".join(asked.get("q", "").split())[: finding.LONGEST_QUERY],
        length=asked.get("length", "") if asked.get("length") in finding.LENGTHS else "",
        date=asked.get("date", "") if asked.get("date") in finding.DATES else "",
        category=Category.objects.filter(key=category).first() if category else None,
        sort=asked["sort"] if asked.get("sort") in finding.SORTS else "relevance",
    )


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    last = finding.MOST_FOUND // PAGE
    return min(int(number), last) if number.isdecimal() and len(number) < 4 and int(number) > 0 else 1
