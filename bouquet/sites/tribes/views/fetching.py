"""Rows from addresses, through the one who asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bouquet.capabilities.accounts.asking import Visitor, member_of, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.models import Membership, Post, Tribe
from bouquet.sites.tribes.models.states import KEEPING


@dataclass(frozen=True)
class Place:
    """A tribe as one visitor finds it."""

    tribe: Tribe
    visitor: Visitor
    membership: Membership | None

    @property
    def is_inside(self) -> bool:
        return self.membership is not None

    @property
    def may_enter(self) -> bool:
        """Whether they may see what is inside."""
        return self.tribe.is_open or self.is_inside

    @property
    def is_keeping(self) -> bool:
        return self.membership is not None and self.membership.role in KEEPING

    @property
    def is_founder(self) -> bool:
        return self.membership is not None and self.membership.is_founder

    @property
    def may_post(self) -> bool:
        return self.is_inside and not self.tribe.is_archived

    @property
    def may_invite(self) -> bool:
        return self.may_post and (self.tribe.is_open or self.is_keeping)


def place_or_404(request: HttpRequest, slug: str) -> Place:
    """The tribe at this address, if the visitor may know of it. Two queries."""
    visitor = visitor_of(request)
    tribe = get_object_or_404(Tribe.objects.visible_to(visitor), slug=slug)
    return Place(tribe, visitor, policies.membership_of(visitor, tribe))


def inside_or_404(request: HttpRequest, slug: str) -> Place:
    """The same, for what is inside: 404 to whoever may not see that."""
    place = place_or_404(request, slug)
    if not place.may_enter:
        raise Http404
    return place


def kept_or_404(request: HttpRequest, slug: str) -> Place:
    """The same, for who looks after it. Behind `login_required`."""
    place = place_or_404(request, slug)
    if not place.is_keeping:
        raise Http404
    return place


def founded_or_404(request: HttpRequest, slug: str) -> Place:
    """The same, for its founder. Behind `login_required`."""
    place = place_or_404(request, slug)
    if not place.is_founder:
        raise Http404
    return place


def post_or_404(request: HttpRequest, code: str) -> Post:
    """The post at this address, if the visitor may read it."""
    return get_object_or_404(Post.objects.visible_to(visitor_of(request)).for_cards(), code=code)


def own_post_or_404(request: HttpRequest, code: str) -> Post:
    """A post of one's own, also one that was taken away. Behind `login_required`."""
    return get_object_or_404(Post.objects.for_cards(), code=code, author=member_of(request))


def person_or_404(request: HttpRequest, handle: str) -> Account:
    """The person with this handle (or who had it), unless one of the two keeps apart from the other."""
    people = Account.objects.active().not_hidden_from(visitor_of(request))
    found: Account = get_object_or_404(people.known_as(handle))
    return found
