"""What search engines may read: robots.txt, and the sitemap with its video extension.

https://www.sitemaps.org/protocol.html, https://developers.google.com/search/docs/crawling-indexing/sitemaps/video-sitemaps
"""

from __future__ import annotations

from uuid import UUID
from xml.etree import ElementTree

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from bouquet.foundation.live.caching import shared_page
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions.addressing import absolute
from bouquet.sites.videos.actions.purging import WITHDRAWN
from bouquet.sites.videos.engine.xml import written
from bouquet.sites.videos.models import Category, Video

PART = 2_000
MOST_PARTS = 1_000
STARTS_KEY = "videos.sitemap.starts"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
VIDEO = "http://www.google.com/schemas/sitemap-video/1.1"
ElementTree.register_namespace("", SITEMAP)
ElementTree.register_namespace("video", VIDEO)


@shared_page(seconds=3600, tags=lambda request: [WITHDRAWN], query=[])
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is secret; what is listed only keeps machines from pages that are made for people."""
    private = (
        "/studio",
        "/publish",
        "/received",
        "/history",
        "/subscriptions",
        "/operator/",
        "/connexion/",
        "/inscription/",
    )
    kept_out = (*private, "/search", "/suggestions", "/videos/")
    rules = "".join(f"Disallow: {path}\nDisallow: /en{path}\n" for path in kept_out)
    text = f"User-agent: *\n{rules}\nSitemap: {absolute('/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@shared_page(seconds=3600, tags=lambda request: [WITHDRAWN], query=[])
def index(request: HttpRequest) -> HttpResponse:
    """The parts there are."""
    root = ElementTree.Element(f"{{{SITEMAP}}}sitemapindex")
    for number in range(len(_starts()) + 1):
        part = ElementTree.SubElement(root, f"{{{SITEMAP}}}sitemap")
        path = reverse("videos:sitemap_part", args=[number]) if number else reverse("videos:sitemap_pages")
        ElementTree.SubElement(part, f"{{{SITEMAP}}}loc").text = absolute(path)
    return _answer(root)


@shared_page(seconds=3600, tags=lambda request: [WITHDRAWN], query=[])
def pages(request: HttpRequest) -> HttpResponse:
    """The pages that are no videos."""
    root = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    paths = [reverse(name) for name in ("videos:home", "videos:popular", "videos:newest", "videos:categories")]
    paths += [reverse("videos:category", args=[key]) for key in Category.objects.values_list("key", flat=True)]
    for path in paths:
        page = ElementTree.SubElement(root, f"{{{SITEMAP}}}url")
        ElementTree.SubElement(page, f"{{{SITEMAP}}}loc").text = absolute(path)
    return _answer(root)


@shared_page(seconds=3600, tags=lambda request, number: [WITHDRAWN], query=[])
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Two thousand public videos, in the order they were made."""
    starts = _starts()
    if not 1 <= number <= len(starts):
        raise Http404
    videos = Video.objects.public().filter(pk__gte=starts[number - 1]).order_by("pk")
    root = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    for video in videos.select_related("author", "asset")[:PART]:
        _add(root, video)
    return _answer(root)


def _starts() -> list[UUID]:
    """The first key of every part, looked up once an hour: walking the keys is the only way that skips nothing."""
    starts: list[UUID] | None = cache.get(STARTS_KEY)
    if starts is None:
        starts = []
        public = Video.objects.public().order_by("pk").values_list("pk", flat=True)
        first = public.first()
        while first is not None and len(starts) < MOST_PARTS:
            starts.append(first)
            first = next(iter(public.filter(pk__gte=first)[PART : PART + 1]), None)
        cache.set(STARTS_KEY, starts, 3600)
    return starts


def _add(root: ElementTree.Element, video: Video) -> None:
    page = ElementTree.SubElement(root, f"{{{SITEMAP}}}url")
    ElementTree.SubElement(page, f"{{{SITEMAP}}}loc").text = absolute(video.path)
    ElementTree.SubElement(page, f"{{{SITEMAP}}}lastmod").text = video.changed_at.isoformat(timespec="seconds")
    shown = ElementTree.SubElement(page, f"{{{VIDEO}}}video")
    texts = {
        "thumbnail_loc": absolute(video.asset.poster_address(1280)),
        "title": video.title,
        "description": video.teaser or video.title,
        "content_loc": absolute(video.asset.address("master.m3u8")),
        "player_loc": absolute(reverse("videos:embed", args=[video.code])) if policies.can_be_embedded(video) else "",
        "duration": str(max(1, round(video.duration_seconds))),
        "view_count": str(video.views_count),
        "publication_date": video.published_at.isoformat(timespec="seconds") if video.published_at else "",
        "uploader": video.author.display_name,
        "live": "no",
    }
    for name, text in texts.items():
        if text:
            ElementTree.SubElement(shown, f"{{{VIDEO}}}{name}").text = text
    for tag in video.tag_list:
        ElementTree.SubElement(shown, f"{{{VIDEO}}}tag").text = tag["name"]


def _answer(root: ElementTree.Element) -> HttpResponse:
    return HttpResponse(written(root), content_type="application/xml; charset=utf-8")
