"""Members: their page, their friends, what they show."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.asking import is_fragment, member_of, visitor_of
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.foundation.text.safe_html import safe_html
from bouquet.sites.tribes.actions import befriending, presenting
from bouquet.sites.tribes.engine.keys import after_key
from bouquet.sites.tribes.forms.person import ProfileForm
from bouquet.sites.tribes.forms.post import PostForm
from bouquet.sites.tribes.models import FriendAsk, Friendship, Post, Profile
from bouquet.sites.tribes.views.fetching import person_or_404
from bouquet.sites.tribes.views.keeping_pages import page_of_person
from bouquet.sites.tribes.views.showing import shown

SIZE = 15
FRIENDS = 60
LIKE_YOU = 8


@page_of_person("after")
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """A person: what they show to this visitor, and what they posted on their own page."""
    person, visitor = person_or_404(request, handle), visitor_of(request)
    if person.handle != handle:
        return redirect("tribes:profile", handle=person.handle)
    after = after_key(request.GET.get("after", ""))
    posts = Post.objects.visible_to(visitor).filter(author=person, tribe=None, is_shown=True).newest_first()
    found = list((posts.filter(pk__lt=after) if after else posts).for_cards()[: SIZE + 1])
    context: dict[str, Any] = {
        "cards": shown(found[:SIZE], visitor),
        "next_address": f"?after={found[SIZE - 1].pk.hex}" if len(found) > SIZE else "",
    }
    if is_fragment(request) and after:
        return render(request, "tribes/parts/posts.html", context)
    context |= {
        "person": person,
        "shown": presenting.shown_of(person, visitor),
        "bio_html": safe_html(person.bio),
        "is_me": visitor == person,
        "standing": presenting.standing_between(visitor, person),
    }
    if visitor == person:
        context["form"] = PostForm(author=person, in_tribe=False)
    return render(request, "tribes/profile.html", context)


@require_POST
@login_required
def befriend(request: HttpRequest, handle: str) -> HttpResponse:
    """Ask to be friends (`on=1`), say yes, or part."""
    person, member = person_or_404(request, handle), member_of(request)
    if request.POST.get("on") != "1":
        befriending.part(one=member.pk, other=person.pk)
    else:
        try:
            befriending.ask(account=person, by=member)
        except TooFast as error:
            messages.error(request, str(error))
        except PermissionDenied:
            messages.error(request, gettext("You cannot ask this person to be friends."))
    return redirect("tribes:profile", person.handle)


@require_POST
@login_required
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow (`on=1`), or stop; a private account is asked first."""
    person, member = person_or_404(request, handle), member_of(request)
    if request.POST.get("on") == "1":
        try:
            following.follow(account=person, by=member)
        except TooFast as error:
            messages.error(request, str(error))
    else:
        following.unfollow(account=person, by=member)
    return redirect("tribes:profile", person.handle)


@login_required
def friends(request: HttpRequest) -> HttpResponse:
    """Who asks, one's friends with their birthdays (where they show them), and people like oneself."""
    member = member_of(request)
    apart = hidden_from(member)
    asks = FriendAsk.objects.filter(asked=member).exclude(asker__in=apart).select_related("asker")
    mine = Friendship.objects.filter(account=member, friend__is_active=True, friend__leaves_at=None)
    found = list(mine.select_related("friend", "friend__tribes_profile").order_by("-pk")[:FRIENDS])
    sent = FriendAsk.objects.filter(asker=member).select_related("asked").order_by("-pk")
    context = {
        "asks": asks.order_by("-pk")[:FRIENDS],
        "sent": sent[:FRIENDS],
        "friends": found,
        "birthdays": presenting.birthdays_of([row.friend for row in found]),
        "like_you": presenting.people_like(member, most=LIKE_YOU),
    }
    return render(request, "tribes/friends.html", context)


@require_POST
@login_required
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say yes (`accept=1`) or no to somebody; or take one's own request back."""
    member = member_of(request)
    ask = get_object_or_404(FriendAsk.objects.select_related("asker"), pk=key)
    if member.pk not in (ask.asker_id, ask.asked_id):
        raise Http404
    if request.POST.get("accept") == "1" and ask.asked_id == member.pk:
        befriending.accept(ask=ask, by=member)
        messages.success(request, gettext("You and %(name)s are friends.") % {"name": ask.asker.display_name})
    else:
        befriending.refuse(ask=ask, by=member)
    return redirect("tribes:friends")


@page_of_person("after")
def friends_of(request: HttpRequest, handle: str) -> HttpResponse:
    """The friends of a person, to whom they show them."""
    person, visitor = person_or_404(request, handle), visitor_of(request)
    if not presenting.shows(person, visitor, "friends"):
        raise Http404
    after = after_key(request.GET.get("after", ""))
    rows = presenting.friends_of(person, visitor)
    found = list((rows.filter(pk__lt=after) if after else rows)[: FRIENDS + 1])
    context: dict[str, Any] = {
        "people": [row.friend for row in found[:FRIENDS]],
        "next_address": f"?after={found[FRIENDS - 1].pk.hex}" if len(found) > FRIENDS else "",
    }
    if is_fragment(request) and after:
        return render(request, "tribes/parts/persons.html", context)
    return render(request, "tribes/friends_of.html", context | {"person": person})


@login_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Who sees what of oneself."""
    member = member_of(request)
    kept = Profile.objects.filter(account=member).first() or presenting.first_profile(member)
    form = ProfileForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        presenting.keep(form.save(commit=False))
        messages.success(request, gettext("Saved."))
        return redirect("tribes:profile", member.handle)
    return render(request, "tribes/privacy.html", {"form": form})
