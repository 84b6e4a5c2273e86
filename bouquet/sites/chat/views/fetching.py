"""Rooms and messages from addresses, through the one who asks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from bouquet.capabilities.accounts.asking import Visitor, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import showing
from bouquet.capabilities.messaging.models import Message, Room


@dataclass(frozen=True)
class Place:
    """A room as one visitor finds it. `reader` is None before a door that is closed to them."""

    room: Room
    visitor: Visitor
    seat: policies.Seat
    reader: showing.Reader | None

    @property
    def address(self) -> str:
        return reverse("chat:room", args=[self.room.code])

    @property
    def may(self) -> dict[str, bool]:
        """What a page offers them."""
        return dict.fromkeys(policies.rights(self.seat, self.room), True)


def place_or_404(request: HttpRequest, code: str) -> Place:
    """The room, or at least its door: a private room is known by its name; a secret one to those it invites."""
    room, visitor = get_object_or_404(Room, code=code), visitor_of(request)
    try:
        reader = showing.reader_of(room, visitor)
    except showing.NotReadable:
        seat = policies.seat_of(visitor, room)
        is_known = Room.objects.listed().filter(pk=room.pk).exists() and not policies.is_banned(seat.member)
        if not seat.may_join and not is_known:
            raise Http404 from None
        return Place(room, visitor, seat, None)
    return Place(room, visitor, reader.seat, reader)


def inside_or_404(request: HttpRequest, code: str) -> tuple[Place, showing.Reader]:
    """The room, for who may read it."""
    place = place_or_404(request, code)
    if place.reader is None:
        raise Http404
    return place, place.reader


def message_or_404(place: Place, reader: showing.Reader, key: UUID) -> Message:
    """A message of this room whose words this reader may see."""
    found = get_object_or_404(Message.objects.select_related("author", "thread"), room=place.room, pk=key)
    hidden = found.is_hidden and found.author_id != reader.key
    if found.is_deleted or hidden or found.author_id in reader.apart:
        raise Http404
    return found


def account_or_404(handle: str) -> Account:
    """Somebody by their handle."""
    found: Account = get_object_or_404(Account.objects.active(), handle=handle.lower().removeprefix("@"))
    return found
