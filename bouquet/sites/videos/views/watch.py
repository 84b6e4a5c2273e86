"""The watch page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from bouquet.capabilities.accounts.asking import Visitor, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import unwelcome_to
from bouquet.capabilities.accounts.policies import safeguards_of
from bouquet.capabilities.audience.actions.tickets import audience_ticket
from bouquet.foundation.live.caching import shared_page
from bouquet.foundation.live.kept_parts import kept
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions.addressing import absolute, tribe_share_address
from bouquet.sites.videos.actions.counting import KIND
from bouquet.sites.videos.actions.purging import WITHDRAWN, playlist_tag, video_tag
from bouquet.sites.videos.forms import SendingForm
from bouquet.sites.videos.models import Like, Video, Visibility, WatchPosition
from bouquet.sites.videos.views import metadata, playing
from bouquet.sites.videos.views.everyones import Shown, everyones
from bouquet.sites.videos.views.fetching import watchable
from bouquet.sites.videos.views.following import standing
from bouquet.sites.videos.views.in_a_row import row_of
from bouquet.sites.videos.views.oembed import embed_code
from bouquet.sites.videos.views.premiere import waited_for, waiting_page
from bouquet.sites.videos.views.unlocking import door

RELATED = 12
REPLIES = 8


def _tags(request: HttpRequest, code: str, slug: str = "") -> list[str]:
    lists = [playlist_tag(request.GET["list"])] if "list" in request.GET else []
    return [video_tag(code), WITHDRAWN, *lists]


@shared_page(seconds=60, tags=_tags, query=["t", "list"])
def watch(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    """The video for those who may watch it, the door for those who lack its password, 404 for all others."""
    shown = everyones(code, visitor_of(request)) or _mine(request, code)
    if shown is None:
        return _shut(request, code)
    response = render(request, "videos/watch.html", _context(request, shown))
    if not shown.video.is_public:
        response["X-Robots-Tag"] = "noindex"
    return response


def _mine(request: HttpRequest, code: str) -> Shown | None:
    """A video that is not for everybody, when it is for this visitor."""
    videos = watchable(request).select_related("author", "asset", "category").defer("asset__probe_json")
    video = videos.filter(code=code).first()
    return Shown(video) if video else None


def _shut(request: HttpRequest, code: str) -> HttpResponse:
    if (awaited := waited_for(code, visitor_of(request))) is not None:
        return waiting_page(request, awaited)
    locked = Video.objects.behind_a_password().filter(code=code).first()
    if locked is None:
        raise Http404
    return door(request, locked)


def _context(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    video, visitor = shown.video, visitor_of(request)
    playable = playing.context_of(request, video, resume_at=_resume_at(video, visitor), edition=shown.edition)
    return {
        "video": video,
        "edition": shown.edition,
        "author": video.author,
        "is_mine": visitor == video.author,
        "is_liked": _is_liked(video, visitor),
        "standing": standing(visitor, video.author),
        "downloads": playable["files"] if policies.can_be_downloaded(visitor, video) else [],
        "original": _original(video, visitor),
        "replies": _replies(video, visitor) if video.replies_count else [],
        "related": _related_cards(video, visitor),
        "row": row_of(request, video),
        "safeguards": safeguards_of(visitor),
        "may_be_discussed": video.is_published and video.visibility != Visibility.PASSWORD,
        "can_be_replied_to": policies.can_be_replied_to(video),
        "can_be_sent": policies.can_be_sent(video),
        "sending_form": SendingForm(),
        "audience_ticket": _ticket(video, visitor),
        **playable,
        **_addresses(shown),
    }


def _addresses(shown: Shown) -> dict[str, Any]:
    """Where the video can be found, for people who share it and for machines."""
    if shown.edition is None:
        return _read_addresses(shown.video)
    key = ("addresses", shown.edition, get_language())
    return kept(key, lambda: _read_addresses(shown.video))


def _read_addresses(video: Video) -> dict[str, Any]:
    return {
        "share_address": absolute(video.short_path),
        "tribe_address": tribe_share_address(video) if video.is_shared_openly else "",
        "embed_code": embed_code(video) if policies.can_be_embedded(video) else "",
        **metadata.context_of(video),
    }


def _resume_at(video: Video, visitor: Visitor) -> float:
    """Where this member stopped watching, in seconds; 0 for others."""
    if not isinstance(visitor, Account):
        return 0
    positions = WatchPosition.objects.filter(account=visitor, video=video)
    return next(iter(positions.values_list("seconds", flat=True)), 0)


def _is_liked(video: Video, visitor: Visitor) -> bool:
    return isinstance(visitor, Account) and Like.objects.filter(account=visitor, video=video).exists()


def _ticket(video: Video, visitor: Visitor) -> str:
    """What the player shows to have its views counted; nothing that is not published is counted."""
    if not video.is_published:
        return ""
    member = visitor.pk if isinstance(visitor, Account) else None
    is_own = visitor == video.author
    return audience_ticket(KIND, video.pk, duration_seconds=video.duration_seconds, member_id=member, is_own=is_own)


def _original(video: Video, visitor: Visitor) -> Video | None:
    if video.reply_to_id is None:
        return None
    return Video.objects.listed_for(visitor).filter(pk=video.reply_to_id).for_cards().first()


def _replies(video: Video, visitor: Visitor) -> list[Video]:
    return list(Video.objects.listed_for(visitor).filter(reply_to=video).newest_first().for_cards()[:REPLIES])


def _related_cards(video: Video, visitor: Visitor) -> str:
    """The cards beside the video: the same for all who watch it, for they show what is for everybody. Drawn again for
    a member who is not to be shown all of them.
    """
    unwelcome = unwelcome_to(visitor)
    if unwelcome:
        related = [other for other in _related(video) if other.author_id not in unwelcome]
        return render_to_string("videos/parts/related.html", {"related": related})
    key = ("related", video.pk, get_language(), timezone.get_current_timezone_name())

    def draw() -> str:
        return render_to_string("videos/parts/related.html", {"related": _related(video)})

    return kept(key, draw, tags=[video_tag(video.code), WITHDRAWN])


def _related(video: Video) -> list[Video]:
    """The neighbours that were found, nearest first; then what people watch these days."""
    keys = [UUID(hex=key) for key in video.related_ids[:RELATED]]
    public = Video.objects.public().for_cards()
    by_key = {other.pk: other for other in Video.objects.public(among=keys).for_cards()} if keys else {}
    shown = [by_key[key] for key in keys if key in by_key]
    if len(shown) < RELATED:
        known = {video.pk, *by_key}
        shown += [other for other in public.most_watched_first()[: RELATED + 1] if other.pk not in known]
    return shown[:RELATED]
