"""The page of a tribe: its feed, what it is about, who is in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import is_fragment
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.affinity.models import Tag
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.engine.keys import after_key
from bouquet.sites.tribes.forms.post import PostForm
from bouquet.sites.tribes.models import Ask, Invitation, Membership, Post, Verdict
from bouquet.sites.tribes.views.fetching import Place, inside_or_404, place_or_404
from bouquet.sites.tribes.views.keeping_pages import page_of_tribe
from bouquet.sites.tribes.views.showing import shown

SIZE = 15
PEOPLE = 48


@page_of_tribe("after")
def tribe(request: HttpRequest, slug: str) -> HttpResponse:
    """The feed, the newest first below what is pinned; to who may not enter, the card and the door."""
    place = place_or_404(request, slug)
    if not place.may_enter:
        return render(request, "tribes/door.html", door(place))
    after = after_key(request.GET.get("after", ""))
    posts = Post.objects.visible_to(place.visitor).filter(tribe=place.tribe, is_shown=True)
    feed = posts.newest_first().for_cards()
    found = list((feed.filter(pk__lt=after) if after else feed)[: SIZE + 1])
    cards = shown(found[:SIZE], place.visitor, kept=place.is_keeping)
    context: dict[str, Any] = {
        "cards": cards,
        "next_address": f"?after={found[SIZE - 1].pk.hex}" if len(found) > SIZE else "",
        "place": place,
    }
    if is_fragment(request) and after:
        return render(request, "tribes/parts/posts.html", context)
    pinned = [] if after else list(posts.filter(pinned_at__isnull=False).order_by("-pinned_at").for_cards())
    context |= {"pinned": shown(pinned, place.visitor, kept=place.is_keeping), "tab": "feed", **door(place)}
    if place.may_post and isinstance(place.visitor, Account):
        context["form"] = PostForm(author=place.visitor, in_tribe=True)
    return render(request, "tribes/tribe.html", context)


@page_of_tribe()
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is about, its rules and tags: part of the card, for whoever may know of the tribe."""
    place = place_or_404(request, slug)
    return render(request, "tribes/about.html", {"tab": "about", **door(place)})


@page_of_tribe("after")
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in it: who looks after it first, then the newest."""
    place = inside_or_404(request, slug)
    people = Membership.objects.filter(tribe=place.tribe, is_away=False).select_related("account")
    people = people.exclude(account__in=hidden_from(place.visitor))
    after = after_key(request.GET.get("after", ""))
    rows = people.order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: PEOPLE + 1])
    context: dict[str, Any] = {
        "people": _known(found[:PEOPLE], place),
        "next_address": f"?after={found[PEOPLE - 1].pk.hex}" if len(found) > PEOPLE else "",
        "place": place,
    }
    if is_fragment(request) and after:
        return render(request, "tribes/parts/people.html", context)
    keepers = _known(people.keeping().in_order(), place)
    context |= {"keepers": keepers, "tab": "members", **door(place)}
    return render(request, "tribes/members.html", context)


def _known(rows: Iterable[Membership], place: Place) -> list[Membership]:
    """Those whom the list may name: to who looks after the tribe, everybody."""
    rows = list(rows)
    if place.is_keeping:
        return rows
    shown = {one.pk for one in policies.without_the_young((row.account for row in rows), place.visitor)}
    return [row for row in rows if row.account_id in shown]


def door(place: Place) -> dict[str, Any]:
    """What the head of every page of a tribe shows: its tags, and how the visitor stands to it."""
    tribe, visitor = place.tribe, place.visitor
    slugs = list(tribe.tags.values_list("slug", flat=True))
    tags = list(Tag.objects.filter(slug__in=slugs, is_refused=False)) if slugs else []
    context: dict[str, Any] = {"place": place, "tribe": tribe, "tags": tags}
    if place.membership is not None or not isinstance(visitor, Account):
        return context
    context["ask"] = Ask.objects.filter(tribe=tribe, account=visitor).order_by("-pk").first()
    context["is_waiting"] = context["ask"] is not None and context["ask"].verdict == Verdict.WAITING
    context["is_declined"] = context["ask"] is not None and context["ask"].verdict == Verdict.DECLINED
    invitations = Invitation.objects.filter(tribe=tribe, account=visitor, declined_at=None)
    context["invitation"] = invitations.select_related("by").first()
    return context
