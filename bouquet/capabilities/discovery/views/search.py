"""The network's search, on every brand; and titles while one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from bouquet.capabilities.accounts.asking import is_fragment, visitor_of
from bouquet.capabilities.discovery.actions import finding
from bouquet.capabilities.discovery.actions.finding import Found, Wanted
from bouquet.capabilities.discovery.actions.ideas import ideas
from bouquet.capabilities.discovery.actions.purging import FOUND
from bouquet.capabilities.discovery.actions.suggesting import suggest
from bouquet.capabilities.discovery.engine.marking import excerpt, marked
from bouquet.capabilities.discovery.engine.parsing import tidy
from bouquet.capabilities.discovery.kinds import ListingType, listing_types, type_called
from bouquet.capabilities.discovery.models import Entry
from bouquet.capabilities.discovery.models.matching import Order
from bouquet.foundation.brands.current import network
from bouquet.foundation.live.caching import shared_page
from bouquet.foundation.ui.templatetags.ui import typeset

PARAMETERS = ["q", "type", "lang", "sort", "page"]


@dataclass(frozen=True)
class Card:
    """One result as it is drawn."""

    title: SafeString
    teaser: SafeString
    name: str
    address: str
    picture: str
    type: ListingType
    brand: str
    made_at: datetime
    tags: list[str]


@dataclass(frozen=True)
class Choice:
    """A link that changes one thing about the search."""

    label: object
    address: str
    is_current: bool
    icon: str = ""


@shared_page(seconds=60, tags=lambda request: [FOUND], query=PARAMETERS)
def search(request: HttpRequest) -> HttpResponse:
    """Answers to `q` among everything on the network this visitor may see; every state has an address."""
    wanted = wanted_by(request)
    visitor = visitor_of(request)
    found = finding.find(wanted, visitor)
    link = _linker(request, wanted)
    context = {
        "wanted": wanted,
        "found": found,
        "cards": [_card(entry, found) for entry in found.entries],
        "next_address": link(page=wanted.page + 1) if found.has_more else "",
        "is_last_page": not found.has_more and wanted.page == finding.LAST_PAGE,
        "instead_address": link(q=found.meant or found.corrected),
        "unfiltered_address": link(type="", lang="") if wanted.type or wanted.language else "",
        "types": [
            Choice(None, link(type=""), not wanted.type),
            *(Choice(one.label, link(type=one.name), wanted.type == one.name, one.icon) for one in listing_types()),
        ],
        "languages": settings.LANGUAGES,
        "ideas": [] if found.entries else [(idea, link(q=idea, type="", lang="")) for idea in ideas(visitor)],
    }
    return render(request, "discovery/results.html" if is_fragment(request) else "discovery/search.html", context)


@shared_page(seconds=30, tags=lambda request: [FOUND], query=["q"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for what is being typed, as a JSON array; the browser lists them below the field."""
    found = suggest(request.GET.get("q", ""), visitor_of(request))
    return JsonResponse(found, safe=False, headers={"X-Robots-Tag": "noindex"})


def wanted_by(request: HttpRequest) -> Wanted:
    """What the address asks for; what it holds that we do not know is left aside."""
    asked = request.GET
    page = asked.get("page", "")
    return Wanted(
        words=tidy(asked.get("q", "")),
        type=asked.get("type", "") if asked.get("type") in {one.name for one in listing_types()} else "",
        language=asked.get("lang", "") if asked.get("lang") in dict(settings.LANGUAGES) else "",
        sort=asked.get("sort", "") if asked.get("sort") in set(Order) else Order.RELEVANCE,
        page=max(1, min(int(page), finding.LAST_PAGE)) if page.isascii() and page.isdecimal() and len(page) < 4 else 1,
    )


def _linker(request: HttpRequest, wanted: Wanted) -> Callable[..., str]:
    """Makes addresses of this search with something changed; another search begins at its first page."""
    now = {"q": wanted.words, "type": wanted.type, "lang": wanted.language}
    now["sort"] = "" if wanted.sort == Order.RELEVANCE else wanted.sort

    def link(**changes: object) -> str:
        return f"{request.path}?{urlencode({name: value for name, value in {**now, **changes}.items() if value})}"

    return link


def _card(entry: Entry, found: Found) -> Card:
    brand = network().brand_at(urlsplit(entry.address).hostname or "")
    return Card(
        title=marked(typeset(entry.title), found.stems),
        teaser=marked(excerpt(entry.teaser, entry.text, found.stems), found.stems),
        name=entry.title,
        address=entry.address,
        picture=entry.picture,
        type=type_called(entry.type, entry.kind),
        brand=brand.name if brand else "",
        made_at=entry.made_at,
        tags=entry.tags[:3],
    )
