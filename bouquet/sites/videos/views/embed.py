"""The player alone, for other people's pages."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from bouquet.capabilities.audience.actions.tickets import audience_ticket
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions.addressing import absolute
from bouquet.sites.videos.actions.counting import KIND
from bouquet.sites.videos.actions.purging import WITHDRAWN, playlist_tag, video_tag
from bouquet.sites.videos.models import Video
from bouquet.sites.videos.views import playing
from bouquet.sites.videos.views.in_a_row import embedded_row

EVERYWHERE = {"frame-ancestors": ["*"], "form-action": [NONE], "manifest-src": [NONE], "frame-src": [NONE]}
SECONDS = 300


def _tags(request: HttpRequest, code: str) -> list[str]:
    return [video_tag(code), *([playlist_tag(request.GET["list"]), WITHDRAWN] if "list" in request.GET else [])]


@xframe_options_exempt
@csp_replace(EVERYWHERE)
@shared_page(seconds=SECONDS, tags=_tags, query=["t", "autoplay", "list"])
def embed(request: HttpRequest, code: str) -> HttpResponse:
    """What anybody may watch and its author lets be shown elsewhere; nobody's session counts in a foreign page."""
    videos = Video.objects.visible_to(AnonymousUser()).select_related("author", "asset")
    video = videos.filter(code=code).first()
    if video is None or not policies.can_be_embedded(video) or not video.asset.is_playable:
        return render(request, "videos/embed_gone.html", status=404)
    ticket = audience_ticket(KIND, video.pk, duration_seconds=video.duration_seconds)
    address = absolute(video.path)
    context = {
        "video": video,
        "audience_ticket": ticket,
        "page_address": address,
        "row": embedded_row(request, video),
        **playing.context_of(request, video, is_embedded=True),
    }
    response = render(request, "videos/embed.html", context)
    if not video.is_public:
        response["X-Robots-Tag"] = "noindex"
    return response
