"""Categories and tags."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.videos.actions.purging import WITHDRAWN, category_tag, tag_tag
from bouquet.sites.videos.models import Category, Tag, Video
from bouquet.sites.videos.views import listing

ORDERS = ("new", "popular")


@shared_page(seconds=600, tags=lambda request: [], query=[])
def categories(request: HttpRequest) -> HttpResponse:
    """Every shelf."""
    return render(request, "videos/categories.html", {"categories": Category.objects.all()})


@shared_page(seconds=60, tags=lambda request, key: [category_tag(key), WITHDRAWN], query=["after", "order"])
def category(request: HttpRequest, key: str) -> HttpResponse:
    """One shelf: the newest first, or the most watched of the week."""
    shelf = get_object_or_404(Category, key=key)
    videos = Video.objects.public().filter(category=shelf).unasked_for(visitor_of(request))
    order = request.GET.get("order")
    pages = listing.most_watched if order == "popular" else listing.newest
    context = {"category": shelf, "order": order if order in ORDERS else "new", "categories": Category.objects.all()}
    return listing.answer(request, "videos/category.html", pages(videos, request.GET.get("after", "")), context)


@shared_page(seconds=60, tags=lambda request, slug: [tag_tag(slug), WITHDRAWN], query=["after"])
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that carries a tag."""
    known = get_object_or_404(Tag, slug=slug)
    page = listing.tagged(visitor_of(request), known, request.GET.get("after", ""))
    return listing.answer(request, "videos/tag.html", page, {"tag": known})
