"""Into which of one's playlists a video goes: a sheet over any page, and a page of its own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions.wording import Refused
from bouquet.sites.videos.actions import collecting
from bouquet.sites.videos.forms import PlaylistForm
from bouquet.sites.videos.models import Playlist, PlaylistEntry, Video
from bouquet.sites.videos.views.fetching import watchable_or_404


@login_required
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Show one's playlists; put the video in (`on=1`) or take it out of `playlist`, or make a new one for it."""
    video, member = watchable_or_404(request, code), member_of(request)
    # What waits to be watched is offered before it is first used.
    collecting.watch_later_of(member)
    problem = _change(request, video, member) if request.method == "POST" else ""
    if request.method == "POST" and not problem and not is_fragment(request):
        return redirect("videos:add_to", code=video.code)
    context = {"video": video, "playlists": _with_marks(video, member), "problem": problem}
    part = "videos/parts/add_to.html" if request.method == "POST" else "videos/parts/add_to_sheet.html"
    template = part if is_fragment(request) else "videos/add_to.html"
    return render(request, template, context, status=422 if problem else 200)


def _change(request: HttpRequest, video: Video, member: Account) -> str:
    """What stood in the way; empty when nothing did."""
    try:
        if "title" in request.POST:
            form = PlaylistForm({**request.POST.dict(), "visibility": request.POST.get("visibility", "private")})
            if not form.is_valid():
                return gettext("Please type a title that can be read.")
            collecting.put_in(playlist=collecting.make(by=member, **form.cleaned_data), video=video, by=member)
            return ""
        playlist = get_object_or_404(Playlist.objects.of(member), code=request.POST.get("playlist", ""))
        change = collecting.put_in if request.POST.get("on") == "1" else collecting.take_out
        change(playlist=playlist, video=video, by=member)
    except Refused as refused:
        return refused.reason
    except collecting.TooManyPlaylists:
        return gettext("You have two hundred playlists: throw one away first.")
    except collecting.PlaylistFull:
        return gettext("This playlist is full: it holds five hundred videos.")
    return ""


def _with_marks(video: Video, member: Account) -> list[tuple[Playlist, bool]]:
    """Each of their playlists, and whether the video is in it."""
    holding = set(PlaylistEntry.objects.filter(video=video, playlist__owner=member).values_list("playlist", flat=True))
    return [(playlist, playlist.pk in holding) for playlist in Playlist.objects.of(member)]
