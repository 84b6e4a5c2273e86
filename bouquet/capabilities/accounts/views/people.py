"""People: their page, who follows whom, who asks to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts import policies, providers
from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.models.relations import are_apart, relation_of
from bouquet.capabilities.accounts.profiles import profile_address
from bouquet.capabilities.accounts.views import hosts
from bouquet.foundation.brands.current import brand_of

A_PAGE = 50


def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """To the person's page on the site that has one; else a page of our own. Former handles lead there too."""
    account = get_object_or_404(Account.objects.active().known_as(handle))
    relation = relation_of(member_of(request), account) if request.user.is_authenticated else None
    if relation and not relation.blocks and are_apart(account.pk, member_of(request).pk):
        raise Http404
    address = profile_address(account, brand=brand_of(request))
    if address:
        return HttpResponseRedirect(hosts.safe_next(request, address))
    if account.handle != handle:
        return redirect("accounts:profile", account.handle, permanent=True)
    known = {
        "person": account,
        "relation": relation,
        "may_see_people": policies.is_shown_to(account, request.user),
        "is_oneself": request.user == account,
    }
    return render(request, "accounts/profile.html", known)


@require_POST
@login_required
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow or ask to; with `stop`, no longer."""
    account = get_object_or_404(Account.objects.active().not_hidden_from(request.user).with_handle(handle))
    if "stop" in request.POST:
        following.unfollow(account=account, by=member_of(request))
    else:
        try:
            following.follow(account=account, by=member_of(request))
        except providers.TooFast as error:
            messages.error(request, str(error))
    wanted = hosts.safe_next(request, request.POST.get("next", ""))
    return redirect(wanted) if wanted else redirect("accounts:profile", account.handle)


@login_required
def followers(request: HttpRequest) -> HttpResponse:
    """Requests first, then those who follow."""
    mine = Follow.objects.filter(followed=member_of(request)).select_related("follower")
    accepted = Paginator(mine.accepted().order_by("-accepted_at"), A_PAGE).get_page(request.GET.get("page"))
    known = {"requests": mine.waiting().order_by("asked_at")[:200], "accepted": accepted}
    return render(request, "accounts/followers.html", known)


@login_required
@require_POST
def accept(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let somebody in."""
    asked = get_object_or_404(Follow, pk=key, followed=member_of(request))
    following.accept(request=asked, by=member_of(request))
    return redirect("accounts:followers")


@login_required
@require_POST
def turn_away(request: HttpRequest, key: UUID) -> HttpResponse:
    """Refuse a request, or a follower."""
    asked = get_object_or_404(Follow, pk=key, followed=member_of(request))
    following.turn_away(request=asked, by=member_of(request))
    return redirect("accounts:followers")
