"""A video that is waited for: its hour, and the room of those who wait."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.sites.videos.models import Video


def waited_for(code: str, visitor: Visitor) -> Video | None:
    """The premiere at this address, if it is one for this visitor."""
    return Video.objects.premiering(visitor).filter(code=code).select_related("author", "asset").first()


def waiting_page(request: HttpRequest, video: Video) -> HttpResponse:
    """Until its hour; nothing of the video itself but its poster."""
    poster = video.asset.poster_address(1280) if video.asset.poster and video.asset.is_public else ""
    words = json.dumps({"days": pgettext("until a premiere", "d")})
    return render(request, "videos/premiere.html", {"video": video, "poster": poster, "words": words})
