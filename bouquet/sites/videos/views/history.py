"""What a member watched, by day; to take off, to clear, to pause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.actions import watching
from bouquet.sites.videos.engine import cursors
from bouquet.sites.videos.models import HistoryEntry, Video
from bouquet.sites.videos.views import listing

PAGE = 48


@dataclass(frozen=True)
class Day:
    """The videos last watched on one day, the latest first."""

    date: date
    videos: list[Video]


@login_required
def history(request: HttpRequest) -> HttpResponse:
    """The latest first. What they may not watch any more has no line."""
    member = member_of(request)
    rows = HistoryEntry.objects.filter(account=member).order_by("-watched_at", "-id")
    after = cursors.read_moment(request.GET.get("after", ""))
    if after is not None:
        rows = rows.filter(Q(watched_at__lt=after[0]) | Q(watched_at=after[0], id__lt=after[1]))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    cursor = cursors.at_moment(shown[-1].watched_at, shown[-1].pk) if len(found) > PAGE else ""
    context = {
        "tab": "history",
        "days": _days(shown, member),
        "is_paused": watching.is_paused(member),
        "next_address": listing.next_address(request, cursor),
    }
    return render(request, "videos/history.html", context)


@require_POST
@login_required
def forget(request: HttpRequest) -> HttpResponse:
    """Take one video off."""
    video = get_object_or_404(Video, code=request.POST.get("video", ""))
    watching.forget_one(video_id=video.pk, by=member_of(request))
    return redirect("videos:history")


@require_POST
@login_required
def clear(request: HttpRequest) -> HttpResponse:
    """All of it."""
    watching.clear(by=member_of(request))
    messages.success(request, gettext("Your history is empty, and so are the places where you stopped."))
    return redirect("videos:history")


@require_POST
@login_required
def pause(request: HttpRequest) -> HttpResponse:
    """Keep nothing from now on (`on=1`), or keep it again."""
    if request.POST.get("on") == "1":
        watching.pause(by=member_of(request))
        messages.success(request, gettext("Nothing of what you watch is kept from now on."))
    else:
        watching.resume(by=member_of(request))
        messages.success(request, gettext("What you watch is kept again, for you alone."))
    return redirect("videos:history")


def _days(rows: list[HistoryEntry], member: Account) -> list[Day]:
    keys = [row.video_id for row in rows]
    allowed = set(Video.objects.visible_to(member).filter(pk__in=keys).values_list("pk", flat=True))
    videos = {video.pk: video for video in listing.in_order([key for key in keys if key in allowed])}
    days = groupby(rows, key=lambda row: timezone.localtime(row.watched_at, member.zone).date())
    found = [Day(day, [videos[row.video_id] for row in of_day if row.video_id in videos]) for day, of_day in days]
    return [day for day in found if day.videos]
