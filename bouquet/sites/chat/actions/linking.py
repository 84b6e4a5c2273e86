"""Invitation links: made, taken back, followed."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import joining
from bouquet.capabilities.messaging.models import Room
from bouquet.capabilities.moderation.actions.limiting import require_pace
from bouquet.foundation.clock import clock
from bouquet.sites.chat.models import Link

MOST_LINKS = 20


class TooManyLinks(Exception):
    """So many are open already that nobody knows any more who holds one."""


class LinkClosed(Exception):
    """It was taken back, is over or used up, or its maker may not let anybody in (any more)."""


@transaction.atomic
def make(*, room: Room, by: Account, days: int | None = None, most_uses: int | None = None) -> Link:
    """A link of `by`, for `days` and `most_uses` people, or without end. PermissionDenied, TooManyLinks, TooFast."""
    if "invite" not in policies.rights(policies.seat_of(by, room), room):
        raise PermissionDenied
    require_pace(account=by, verb="invite")
    if Link.objects.open().filter(room=room).count() >= MOST_LINKS:
        raise TooManyLinks
    until = clock.now() + timedelta(days=days) if days else None
    return Link.objects.create(room=room, by=by, expires_at=until, most_uses=most_uses)


@transaction.atomic
def revoke(*, link: Link, by: Account) -> None:
    """By who made it, or who keeps the room. PermissionDenied. Safe to repeat."""
    if link.by_id != by.pk and not policies.seat_of(by, link.room).keeps:
        raise PermissionDenied
    Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now())


@transaction.atomic
def follow(*, code: str, by: Account) -> Room:
    """`by` comes in. LinkClosed; ValidationError where the maker cannot invite them (blocks, young members). Coming in
    twice uses it once.
    """
    link = Link.objects.open().select_for_update(of=("self",)).select_related("room", "by").filter(code=code).first()
    if link is None:
        raise LinkClosed
    seat = policies.seat_of(by, link.room)
    if seat.is_in:
        return link.room
    if policies.is_banned(seat.member):
        raise LinkClosed
    try:
        if not seat.may_join:
            joining.invite(room=link.room, by=link.by, account=by)
        joining.join(room=link.room, by=by)
    except PermissionDenied:
        raise LinkClosed from None
    Link.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
    return link.room
