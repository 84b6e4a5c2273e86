"""RSS 2.0 with Media RSS (https://www.rssboard.org/media-rss): the site, a channel, a tag, a search."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.current import brand_of
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions import finding
from bouquet.sites.videos.actions.addressing import absolute
from bouquet.sites.videos.actions.purging import FOUND, HOME, WITHDRAWN, handle_tag, tag_tag
from bouquet.sites.videos.engine.xml import written
from bouquet.sites.videos.models import Tag, Tagging, Video
from bouquet.sites.videos.models.reading import VideoQuerySet
from bouquet.sites.videos.views.search import wanted_by

ITEMS = 30
MEDIA = "http://search.yahoo.com/mrss/"
ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
for _prefix, _name in (("media", MEDIA), ("atom", ATOM), ("dc", DC)):
    ElementTree.register_namespace(_prefix, _name)

# Feed readers have no account: a feed holds what anybody may list.
ANYBODY = AnonymousUser()


@shared_page(seconds=300, tags=lambda request: [HOME, WITHDRAWN], query=[])
def site(request: HttpRequest) -> HttpResponse:
    """The newest of the site."""
    name = brand_of(request).name
    return _feed(request, name, gettext("The newest videos"), reverse("videos:home"), _listed().newest_first())


@shared_page(seconds=300, tags=lambda request, handle: [handle_tag(handle), WITHDRAWN], query=[])
def channel(request: HttpRequest, handle: str) -> HttpResponse:
    """The newest of an author."""
    author = get_object_or_404(Account.objects.active().with_handle(handle))
    videos = _listed().filter(author=author).newest_first()
    link = reverse("videos:channel", args=[author.handle])
    return _feed(request, author.display_name, author.bio or f"@{author.handle}", link, videos)


@shared_page(seconds=300, tags=lambda request, slug: [tag_tag(slug), WITHDRAWN], query=[])
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest that carry a tag."""
    known = get_object_or_404(Tag, slug=slug)
    keys = Tagging.objects.filter(tag=known).order_by("-video").values_list("video", flat=True)[: 4 * ITEMS]
    videos = Video.objects.listed_for(ANYBODY, among=list(keys)).newest_first()
    link = reverse("videos:tag", args=[known.slug])
    return _feed(request, f"#{known.name}", gettext("Videos tagged %s") % known.name, link, videos)


@shared_page(
    seconds=300, tags=lambda request: [HOME, WITHDRAWN, FOUND], query=["q", "length", "date", "category", "sort"]
)
def search(request: HttpRequest) -> HttpResponse:
    """What a search finds."""
    wanted = wanted_by(request)
    title = gettext("Search: %s") % wanted.words
    return _feed(request, title, title, reverse("videos:search"), finding.find(wanted, ANYBODY))


def _listed() -> VideoQuerySet:
    return Video.objects.listed_for(ANYBODY)


def _feed(request: HttpRequest, title: str, description: str, link: str, videos: VideoQuerySet) -> HttpResponse:
    found = list(videos.select_related("author", "asset", "category")[:ITEMS])
    root = ElementTree.Element("rss", version="2.0")
    head = ElementTree.SubElement(root, "channel")
    _texts(head, title=title, link=absolute(link), description=description, language=get_language() or "fr")
    here = absolute(request.get_full_path())
    ElementTree.SubElement(head, f"{{{ATOM}}}link", href=here, rel="self", type="application/rss+xml")
    if found and found[0].published_at:
        _texts(head, lastBuildDate=_date(max(video.published_at for video in found if video.published_at)))
    for video in found:
        _item(head, video)
    return HttpResponse(written(root), content_type="application/rss+xml; charset=utf-8")


def _item(head: ElementTree.Element, video: Video) -> None:
    item = ElementTree.SubElement(head, "item")
    address = absolute(video.path)
    # A warning of the moderators goes wherever the video is shown.
    words = " ".join(part for part in (video.standing_label, video.teaser) if part)
    _texts(item, title=video.title, link=address, description=words)
    if video.published_at:
        _texts(item, pubDate=_date(video.published_at))
    ElementTree.SubElement(item, "guid", isPermaLink="false").text = f"urn:uuid:{video.pk}"
    ElementTree.SubElement(item, f"{{{DC}}}creator").text = video.author.display_name
    for name in _categories(video):
        ElementTree.SubElement(item, "category").text = name
    _media(item, video, address)


def _media(item: ElementTree.Element, video: Video, address: str) -> None:
    group = ElementTree.SubElement(item, f"{{{MEDIA}}}group")
    seconds = str(round(video.duration_seconds))
    manifest = absolute(video.asset.address("master.m3u8"))
    kind = "application/vnd.apple.mpegurl"
    ElementTree.SubElement(group, f"{{{MEDIA}}}content", url=manifest, type=kind, medium="video", duration=seconds)
    ElementTree.SubElement(group, f"{{{MEDIA}}}title", type="plain").text = video.title
    ElementTree.SubElement(group, f"{{{MEDIA}}}description", type="plain").text = video.teaser
    ElementTree.SubElement(group, f"{{{MEDIA}}}thumbnail", url=absolute(video.asset.poster_address(1280)))
    if policies.can_be_embedded(video):
        ElementTree.SubElement(group, f"{{{MEDIA}}}player", url=absolute(reverse("videos:embed", args=[video.code])))
    else:
        ElementTree.SubElement(group, f"{{{MEDIA}}}player", url=address)
    if words := ", ".join(tag["name"] for tag in video.tag_list):
        ElementTree.SubElement(group, f"{{{MEDIA}}}keywords").text = words
    if video.licence_address:
        licence = ElementTree.SubElement(group, f"{{{MEDIA}}}license", href=video.licence_address, type="text/html")
        licence.text = str(video.get_licence_display())
    community = ElementTree.SubElement(group, f"{{{MEDIA}}}community")
    ElementTree.SubElement(community, f"{{{MEDIA}}}statistics", views=str(video.views_count))


def _categories(video: Video) -> Iterable[str]:
    if video.category:
        yield video.category.name
    yield from (tag["name"] for tag in video.tag_list)


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text


def _date(moment: datetime) -> str:
    return format_datetime(moment)
