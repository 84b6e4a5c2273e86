"""What a member made, liked and threw away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import member_of
from bouquet.sites.videos.actions.removing import DAYS_IN_THE_BIN
from bouquet.sites.videos.models import Like, Video
from bouquet.sites.videos.views import listing

PAGE = 30


@login_required
def studio(request: HttpRequest) -> HttpResponse:
    """One's videos, the last made first."""
    rows = Video.objects.of(member_of(request)).select_related("asset", "next_asset").order_by("-id")
    found = list(listing.before(request, rows)[: PAGE + 1])
    context = {
        "tab": "videos",
        "videos": found[:PAGE],
        "next_address": f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "is_moving": any(video.asset.is_under_way for video in found[:PAGE]),
    }
    return render(request, "videos/studio.html", context)


@login_required
def likes(request: HttpRequest) -> HttpResponse:
    """« J'aime »: what one liked and may still watch, the last liked first."""
    member = member_of(request)
    rows = Like.objects.filter(account=member, video__in=Video.objects.listed_for(member)).order_by("-id")
    found = list(listing.before(request, rows).values_list("pk", "video")[: PAGE + 1])
    videos = {video.pk: video for video in Video.objects.filter(pk__in=[key for _, key in found]).for_cards()}
    shown = [videos[key] for _, key in found[:PAGE] if key in videos]
    context = {
        "tab": "likes",
        "listing": listing.Listing(shown),
        "next_address": f"?before={found[PAGE - 1][0]}" if len(found) > PAGE else "",
    }
    return render(request, "videos/likes.html", context)


@login_required
def bin_(request: HttpRequest) -> HttpResponse:
    """What waits to be erased."""
    rows = Video.objects.removed().filter(author=member_of(request)).select_related("asset").order_by("-removed_at")
    context = {"tab": "bin", "videos": rows[:200], "days": DAYS_IN_THE_BIN}
    return render(request, "videos/bin.html", context)
