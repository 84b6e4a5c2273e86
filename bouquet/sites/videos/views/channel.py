"""An author's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.capabilities.accounts.engine import pictures
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import are_apart, relation_of
from bouquet.foundation.live.caching import shared_page
from bouquet.foundation.text.safe_html import safe_html
from bouquet.sites.videos.actions import decorating
from bouquet.sites.videos.actions.purging import WITHDRAWN, handle_tag
from bouquet.sites.videos.forms import PictureForm
from bouquet.sites.videos.models import Channel, Playlist, Video
from bouquet.sites.videos.models.collected import led
from bouquet.sites.videos.views import listing
from bouquet.sites.videos.views.following import standing

MOST_SHOWN = 60


@shared_page(seconds=60, tags=lambda request, handle: [handle_tag(handle), WITHDRAWN], query=["after", "order"])
def channel(request: HttpRequest, handle: str) -> HttpResponse:
    """The author's videos."""
    return _tab(request, handle, "videos")


@shared_page(seconds=60, tags=lambda request, handle: [handle_tag(handle), WITHDRAWN], query=["after"])
def replies(request: HttpRequest, handle: str) -> HttpResponse:
    """What the author answered to others' videos."""
    return _tab(request, handle, "replies")


@shared_page(seconds=60, tags=lambda request, handle: [handle_tag(handle), WITHDRAWN], query=[])
def about(request: HttpRequest, handle: str) -> HttpResponse:
    """What the author says of themselves."""
    return _tab(request, handle, "about")


@shared_page(seconds=60, tags=lambda request, handle: [handle_tag(handle), WITHDRAWN], query=[])
def playlists(request: HttpRequest, handle: str) -> HttpResponse:
    """What the author has put in order, for everybody."""
    return _tab(request, handle, "playlists")


def _tab(request: HttpRequest, handle: str, tab: str) -> HttpResponse:
    author = get_object_or_404(Account.objects.active().known_as(handle))
    visitor = visitor_of(request)
    if isinstance(visitor, Account) and are_apart(visitor.pk, author.pk):
        return _kept_apart(request, visitor, author)
    if author.handle != handle:
        return redirect(f"videos:{'channel' if tab == 'videos' else f'channel_{tab}'}", handle=author.handle)
    context: dict[str, Any] = {
        "author": author,
        "channel": Channel.objects.filter(account=author).first(),
        "tab": tab,
        "is_mine": visitor == author,
        "standing": standing(visitor, author),
    }
    if tab == "about":
        return render(request, "videos/channel_about.html", {**context, "bio_html": safe_html(author.bio)})
    if tab == "playlists":
        public = Playlist.objects.public().filter(owner=author).order_by("-changed_at", "pk")[:MOST_SHOWN]
        return render(request, "videos/channel_playlists.html", {**context, "playlists": led(public)})
    videos = Video.objects.listed_for(visitor).filter(author=author, reply_to__isnull=tab == "videos")
    page = listing.newest(videos, request.GET.get("after", ""))
    return listing.answer(request, "videos/channel.html", page, context)


def _kept_apart(request: HttpRequest, visitor: Account, author: Account) -> HttpResponse:
    """Who blocks finds the way to take it back; who is blocked finds nothing."""
    if not relation_of(visitor, author).blocks:
        raise Http404
    return render(request, "videos/channel_blocked.html", {"author": author})


@require_POST
@login_required
def banner(request: HttpRequest) -> HttpResponse:
    """Dress one's channel, or undress it (`drop=1`)."""
    member = member_of(request)
    form = PictureForm(request.POST, request.FILES)
    if request.POST.get("drop"):
        decorating.drop_banner(account=member)
    elif form.is_valid():
        _wear(request, member, form)
    else:
        messages.error(request, gettext("Choose a picture first."))
    return redirect("videos:channel", handle=member.handle)


def _wear(request: HttpRequest, member: Account, form: PictureForm) -> None:
    try:
        decorating.set_banner(account=member, file=form.cleaned_data["picture"])
        messages.success(request, gettext("Your banner is in place."))
    except pictures.TooManyPixels:
        messages.error(request, gettext("This picture is too large: choose one below 100 megapixels."))
    except pictures.NotAPicture:
        messages.error(request, gettext("This file is not a picture we can read. Your banner is as it was."))
    except decorating.PictureTooSmall:
        messages.error(request, gettext("This picture is too small: choose one at least 600 pixels wide."))
