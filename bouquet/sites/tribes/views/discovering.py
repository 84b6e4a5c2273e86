"""Find a tribe: for oneself, by an affinity, the newest, by a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import is_fragment, member_of, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import declaring, dismissing, recommending
from bouquet.capabilities.affinity.engine.words import slug_of
from bouquet.capabilities.affinity.models import Affinity, Tag
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.engine.keys import after_key
from bouquet.sites.tribes.models import Invitation, Membership, Tribe, TribeTag
from bouquet.sites.tribes.models.reading_tribes import TribeQuerySet
from bouquet.sites.tribes.views.keeping_pages import page_of_lists

SIZE = 24
FOR_YOU = 6
SHELVES = 24


@dataclass(frozen=True)
class Suggested:
    """A tribe, and why."""

    tribe: Tribe
    reason: str


def landing(request: HttpRequest) -> HttpResponse:
    """What visitors see: a crowd, the liveliest tribes, every affinity there is a tribe for."""
    tribes = list(Tribe.objects.findable().liveliest_first()[:12])
    return render(request, "tribes/landing.html", {"tribes": tribes, "shelves": _shelves()})


@page_of_lists("q", "after")
def discover(request: HttpRequest) -> HttpResponse:
    """« Les tribus pour vous », then all of them; `?q=` searches within."""
    visitor, words = visitor_of(request), request.GET.get("q", "").strip()[:80]
    tribes = Tribe.objects.findable()
    if words:
        tribes = tribes.filter(_matching(words))
    context = _page(request, tribes) | {"words": words}
    if is_fragment(request) and request.GET.get("after"):
        return render(request, "tribes/parts/tribes.html", context)
    suggested = for_you(visitor) if isinstance(visitor, Account) and not words else []
    return render(request, "tribes/discover.html", context | {"suggested": suggested, "shelves": _shelves()})


@page_of_lists("after")
def tagged(request: HttpRequest, slug: str) -> HttpResponse:
    """The tribes of one affinity."""
    tag = get_object_or_404(Tag.objects.filter(is_refused=False), slug=slug)
    tribes = Tribe.objects.findable().filter(tags__slug=slug)
    context = _page(request, tribes) | {"tag": tag}
    if is_fragment(request) and request.GET.get("after"):
        return render(request, "tribes/parts/tribes.html", context)
    visitor = visitor_of(request)
    context["is_declared"] = (
        isinstance(visitor, Account) and Affinity.objects.liked().filter(account=visitor, tag=tag).exists()
    )
    return render(request, "tribes/tagged.html", context)


@require_POST
@login_required
def like_tag(request: HttpRequest, slug: str) -> HttpResponse:
    """« J'aime ça »: declare the affinity, or (`on=0`) no longer. What is suggested follows at once."""
    tag = get_object_or_404(Tag.objects.filter(is_refused=False), slug=slug)
    if request.POST.get("on") == "0":
        declaring.remove(account=member_of(request), tag=tag)
    else:
        try:
            declaring.add(account=member_of(request), tags=[tag.slug])
        except declaring.TooMany:
            messages.error(request, _("%(most)d affinities at most: remove one first.") % {"most": declaring.MOST})
        except declaring.Unsayable:
            messages.error(request, _("“%(words)s” cannot be an affinity. Nothing was added.") % {"words": tag.name})
    return redirect("tribes:tagged", slug)


@require_POST
@login_required
def dismiss(request: HttpRequest, slug: str) -> HttpResponse:
    """« Pas pour moi »: never suggest this tribe again."""
    tribe = get_object_or_404(Tribe.objects.findable(), slug=slug)
    dismissing.dismiss(account=member_of(request), ref=Ref(TRIBE, tribe.pk))
    return HttpResponse() if is_fragment(request) else redirect("tribes:discover")


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The member's tribes, what they keep first; the invitations that wait."""
    member = member_of(request)
    shown = Tribe.objects.visible_to(member)
    memberships = Membership.objects.filter(account=member, tribe__in=shown).select_related("tribe").in_order()
    waiting = Invitation.objects.filter(account=member, declined_at=None, tribe__in=shown)
    invitations = waiting.select_related("tribe", "by")
    context = {"memberships": memberships, "invitations": invitations.order_by("-pk")}
    return render(request, "tribes/mine.html", context)


def for_you(member: Account, *, most: int = FOR_YOU) -> list[Suggested]:
    """What affinity suggests, with its reasons."""
    joined = set(Membership.objects.filter(account=member).values_list("tribe", flat=True))
    found = recommending.for_you(account=member, kind=TRIBE, most=most, exclude=joined)
    tribes = _by_key([suggestion.ref.key for suggestion in found])
    return [Suggested(tribes[one.ref.key], one.reason) for one in found if one.ref.key in tribes]


def _by_key(keys: Sequence[UUID]) -> dict[UUID, Tribe]:
    return {tribe.pk: tribe for tribe in Tribe.objects.findable().filter(pk__in=keys)}


def _matching(words: str) -> Q:
    return Q(name__icontains=words) | Q(teaser__icontains=words) | Q(tags__slug=slug_of(words)) | Q(place__iexact=words)


def _page(request: HttpRequest, tribes: TribeQuerySet) -> dict[str, Any]:
    after = after_key(request.GET.get("after", ""))
    rows = tribes.distinct().newest_first()
    found = list((rows.filter(pk__lt=after) if after else rows)[: SIZE + 1])
    query = request.GET.copy()
    if len(found) > SIZE:
        query["after"] = found[SIZE - 1].pk.hex
    return {"tribes": found[:SIZE], "next_address": f"?{query.urlencode()}" if len(found) > SIZE else ""}


def _shelves() -> list[Tag]:
    """The affinities most tribes have."""
    findable = Tribe.objects.findable().values("pk")
    counted = TribeTag.objects.filter(tribe__in=findable).values("slug").annotate(n=Count("pk")).order_by("-n", "slug")
    slugs = [row["slug"] for row in counted[:SHELVES]]
    known = {tag.slug: tag for tag in Tag.objects.filter(slug__in=slugs, is_refused=False)}
    return [known[slug] for slug in slugs if slug in known]
