"""Playlists: one's own, one of somebody's, and what its member does to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import is_fragment, member_of, visitor_of
from bouquet.capabilities.moderation.actions.wording import Refused
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.videos.actions import collecting
from bouquet.sites.videos.actions.purging import WITHDRAWN, playlist_tag
from bouquet.sites.videos.forms import PlaylistForm
from bouquet.sites.videos.models import Playlist, Video
from bouquet.sites.videos.models.collected import collected, led
from bouquet.sites.videos.views import listing

PAGE = 100


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """One's playlists, and a form for another."""
    member = member_of(request)
    form = PlaylistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(collecting.make(by=member, **form.cleaned_data).path)
        except collecting.TooManyPlaylists:
            form.add_error(None, gettext("You have two hundred playlists: throw one away first."))
        except Refused as refused:
            form.add_error(None, refused.reason)
    context = {"tab": "playlists", "playlists": led(Playlist.objects.of(member)), "form": form}
    return render(request, "videos/playlists.html", context, status=422 if form.errors else 200)


@shared_page(seconds=60, tags=lambda request, code: [playlist_tag(code), WITHDRAWN], query=["after"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What is in it, in its order."""
    visitor = visitor_of(request)
    playlist = get_object_or_404(Playlist.objects.visible_to(visitor).select_related("owner"), code=code)
    keys = collected(playlist, visitor)
    first = _first(request)
    shown = listing.in_order(keys[first : first + PAGE])
    is_mine = visitor == playlist.owner
    context = {
        "playlist": playlist,
        "is_mine": is_mine,
        "listing": listing.Listing(shown),
        "lead": shown[0] if shown and not first else None,
        "videos_count": len(keys),
        "hidden_count": playlist.entries_count - len(keys) if is_mine else 0,
        "first_place": first + 1,
        "next_address": f"{request.path}?after={first + PAGE}" if len(keys) > first + PAGE else "",
    }
    response = render(request, "videos/playlist.html", context)
    if not playlist.is_public:
        response["X-Robots-Tag"] = "noindex"
    return response


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Its words, and who may open it."""
    playlist = _own(request, code)
    if playlist.is_watch_later:
        return redirect(playlist.path)
    typed = {"title": playlist.own_title, "description": playlist.description, "visibility": playlist.visibility}
    form = PlaylistForm(request.POST or None, initial=typed)
    if request.method == "POST" and form.is_valid():
        try:
            collecting.describe(playlist=playlist, by=member_of(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, gettext("Saved."))
            return redirect(playlist.path)
    context = {"playlist": playlist, "form": form}
    return render(request, "videos/playlist_edit.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Behind another video (`after`, its code; empty: first), by hand; or one place up or down (`towards`)."""
    playlist, member = _own(request, code), member_of(request)
    video = get_object_or_404(Video, code=request.POST.get("video", ""))
    if "towards" in request.POST:
        towards = -1 if request.POST["towards"] == "up" else 1
        collecting.step(playlist=playlist, video=video, by=member, towards=towards)
    else:
        after = request.POST.get("after")
        behind = get_object_or_404(Video, code=after) if after else None
        collecting.move(playlist=playlist, video=video, by=member, after=behind)
    return HttpResponse(status=204) if is_fragment(request) else redirect(playlist.path)


@require_POST
@login_required
def take_out(request: HttpRequest, code: str) -> HttpResponse:
    """One video; or, with `hidden`, all that may not be watched any more."""
    playlist, member = _own(request, code), member_of(request)
    if "hidden" in request.POST:
        collecting.keep_only(playlist=playlist, by=member, videos=collected(playlist, member))
    else:
        video = get_object_or_404(Video, code=request.POST.get("video", ""))
        collecting.take_out(playlist=playlist, video=video, by=member)
        messages.success(request, gettext("Taken out of the playlist."))
    return redirect(playlist.path)


@require_POST
@login_required
def throw_away(request: HttpRequest, code: str) -> HttpResponse:
    """The playlist, not its videos."""
    playlist = _own(request, code)
    collecting.throw_away(playlist=playlist, by=member_of(request))
    if playlist.is_watch_later:
        return redirect(playlist.path)
    messages.success(request, gettext("The playlist is gone. Its videos are where they were."))
    return redirect("videos:playlists")


def _own(request: HttpRequest, code: str) -> Playlist:
    return get_object_or_404(Playlist.objects.of(member_of(request)), code=code)


def _first(request: HttpRequest) -> int:
    asked = request.GET.get("after", "")
    return int(asked) if asked.isdecimal() and len(asked) < 4 else 0
