"""« J'aime »."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.sites.videos.actions import liking
from bouquet.sites.videos.views.fetching import watchable_or_404


@require_POST
@login_required
def like(request: HttpRequest, code: str) -> HttpResponse:
    """Like (`on=1`), or take it back."""
    video = watchable_or_404(request, code)
    wants = request.POST.get("on") == "1"
    (liking.like if wants else liking.unlike)(video=video, by=member_of(request))
    if not is_fragment(request):
        return redirect(video.path)
    video.refresh_from_db(fields=["likes_count"])
    return render(request, "videos/parts/like.html", {"video": video, "is_liked": wants})
