"""How pages obtain a video: through the visitor, so that permission cannot be forgotten."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.sites.videos.models import Video
from bouquet.sites.videos.models.reading import VideoQuerySet
from bouquet.sites.videos.views.unlocked import lock_codes_of


def watchable(request: HttpRequest) -> VideoQuerySet:
    """What this visitor may watch in this browser."""
    return Video.objects.visible_to(visitor_of(request), unlocked=lock_codes_of(request))


def watchable_or_404(request: HttpRequest, code: str) -> Video:
    """The video at this address, when this visitor may watch it in this browser."""
    return get_object_or_404(watchable(request).select_related("author", "asset"), code=code)


def own_or_404(request: HttpRequest, code: str) -> Video:
    """The video at this address, when the visitor made it and did not remove it."""
    own = Video.objects.of(member_of(request)).select_related("author", "asset", "next_asset", "category")
    return get_object_or_404(own, code=code)
