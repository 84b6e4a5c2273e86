"""The newest of those one follows, and the bell beside each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.sites.videos.actions import subscribing
from bouquet.sites.videos.models import Hush, Video
from bouquet.sites.videos.views import listing
from bouquet.sites.videos.views.following import standing

PEOPLE = 60


@login_required
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Videos, the last published first."""
    member = member_of(request)
    followed = Follow.objects.accepted().filter(follower=member).values("followed")
    videos = Video.objects.for_followers().filter(author__in=followed).unasked_for(member)
    page = listing.newest(videos, request.GET.get("after", ""))
    return listing.answer(request, "videos/subscriptions.html", page, {"tab": "new"})


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Whom one follows, with the bells."""
    member = member_of(request)
    follows = (
        Follow.objects.accepted().filter(follower=member).select_related("followed").order_by("-accepted_at", "pk")
    )
    page = Paginator(follows, PEOPLE).get_page(request.GET.get("page"))
    hushed = set(
        Hush.objects.filter(follower=member, author__in=[row.followed_id for row in page]).values_list(
            "author", flat=True
        )
    )
    rows = [(row.followed, "hushed" if row.followed_id in hushed else "following") for row in page]
    return render(request, "videos/subscribed_people.html", {"tab": "people", "rows": rows, "page": page})


@require_POST
@login_required
def bell(request: HttpRequest, handle: str) -> HttpResponse:
    """Be told of all new videos (`on=1`), or of none."""
    member = member_of(request)
    author = get_object_or_404(Account.objects.active().with_handle(handle))
    change = subscribing.ring if request.POST.get("on") == "1" else subscribing.hush
    change(author=author, by=member)
    if not is_fragment(request):
        return redirect("videos:subscribed_people")
    context = {"author": author, "standing": standing(member, author)}
    template = "videos/parts/follow.html" if "beside" in request.POST else "videos/parts/bell.html"
    return render(request, template, context)
