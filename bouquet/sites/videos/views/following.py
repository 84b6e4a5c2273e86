"""Follow an author, from wherever their name stands."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.sites.videos.views.fetching import is_fragment, member_of


@require_POST
@login_required
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow (`on=1`), or stop; a private account is asked first."""
    author = get_object_or_404(Account.objects.active().with_handle(handle))
    made: Follow | None = None
    if request.POST.get("on") == "1":
        made = following.follow(account=author, by=member_of(request))
    else:
        following.unfollow(account=author, by=member_of(request))
    if not is_fragment(request):
        return redirect("videos:channel", handle=author.handle)
    return render(request, "videos/parts/follow.html", {"author": author, "follow": made})
