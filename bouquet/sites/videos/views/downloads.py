"""Save a video in one of the qualities that exist."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.sites.videos import policies
from bouquet.sites.videos.views.fetching import watchable_or_404


def download(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """To the file of the quality `name` (or `original`), if the author lets people have it."""
    video = watchable_or_404(request, code)
    if not policies.can_be_downloaded(visitor_of(request), video):
        raise PermissionDenied
    for label, address, _size in video.asset.downloads():
        if label == name:
            return redirect(f"{address}?{urlencode({'download': f'{video.slug or video.code}-{label}.mp4'})}")
    raise Http404
