"""Where a member goes on watching; the player says it every few seconds and when the page goes."""

from __future__ import annotations

import math

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.sites.videos.actions import positions
from bouquet.sites.videos.views.fetching import watchable_or_404


@require_POST
@login_required
def remember(request: HttpRequest, code: str) -> HttpResponse:
    """Remember `seconds`."""
    try:
        seconds = float(request.POST.get("seconds", ""))
    except ValueError:
        return HttpResponse(status=400)
    if not math.isfinite(seconds) or seconds < 0:
        return HttpResponse(status=400)
    positions.remember(video=watchable_or_404(request, code), by=member_of(request), seconds=seconds)
    return HttpResponse(status=204)
