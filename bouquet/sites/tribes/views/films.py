"""The video of a post: its player, fetched into the card, and its fresh addresses."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.media.actions import playing, retrying, watching
from bouquet.capabilities.media.models import Asset
from bouquet.sites.tribes.models import Post, PostVideo
from bouquet.sites.tribes.views.carried import carried_or_404


@never_cache
def play(request: HttpRequest, code: str) -> HttpResponse:
    """The player alone, for a card; without script, the post's page, which holds it."""
    post, carried = carried_or_404(request, code, "video")
    if not is_fragment(request):
        return redirect(post.path)
    return render(request, "tribes/post/video.html", {"post": post, "carried": carried, **context_of(request, post)})


@never_cache
def addresses(request: HttpRequest, code: str) -> JsonResponse:
    """Fresh signatures for a page that has been open for long."""
    post, _carried = carried_or_404(request, code, "video")
    return JsonResponse(playing.addresses_of(_asset_of(post)))


@require_POST
@login_required
def retry(request: HttpRequest, code: str) -> HttpResponse:
    """Its author has a file prepared again that our machinery failed on."""
    post, _carried = carried_or_404(request, code, "video")
    if post.author_id != member_of(request).pk:
        raise Http404
    retrying.retry(_asset_of(post))
    return redirect(post.path)


def context_of(request: HttpRequest, post: Post) -> dict[str, Any]:
    """`player` of the post's video once it plays; until then `asset` and, for its author, where its progress is told.

    For the page of one post: it asks for the file.
    """
    if "video" not in post.attached:
        return {}
    asset = _asset_of(post)
    if not asset.is_playable:
        is_mine = request.user.is_authenticated and post.author_id == request.user.pk
        return {"asset": asset, "progress": watching.progress_address(asset.pk) if is_mine else ""}
    refresh = reverse("tribes:film_addresses", args=[post.code])
    return {"player": playing.player_of(asset, key=post.code, title=post.teaser, refresh=refresh)}


def _asset_of(post: Post) -> Asset:
    row = PostVideo.objects.select_related("asset").filter(post=post).first()
    if row is None:
        raise Http404
    return row.asset
