"""Rooms of things: found or opened, kept as their app wishes, left when somebody leaves the thing, forgotten with it.

The app that owns the thing calls these; who opens a room by hand goes through `open_for`.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import kinds, policies
from bouquet.capabilities.messaging.actions import joining, opening, posting
from bouquet.capabilities.messaging.actions.opening import CannotReach
from bouquet.capabilities.messaging.actions.recording import append, locked
from bouquet.capabilities.messaging.actions.waking import wake_apart, wake_members
from bouquet.capabilities.messaging.events import RoomChanged
from bouquet.capabilities.messaging.models import Event, Member, Message, Room
from bouquet.capabilities.messaging.models.room import LONGEST_NAME
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref

_AT_ONCE = 500


class NoPlace(Exception):
    """The thing has no room, and is to have none."""


def find(ref: Ref) -> Room | None:
    """The room of a thing, when it has been opened."""
    return Room.objects.about(ref).first()


def is_planned(ref: Ref) -> bool:
    """Whether it has one or would have one as soon as somebody opens it."""
    place = kinds.place_of(ref.kind)
    return place is not None and place.plan(ref.key) is not None


def is_public(ref: Ref) -> bool:
    """Whether whoever sees the thing may read the room it would have."""
    place = kinds.place_of(ref.kind)
    plan = place.plan(ref.key) if place else None
    return plan is not None and plan.openness == Room.Openness.PUBLIC


@transaction.atomic
def open_one(ref: Ref, *, by: Account | None = None) -> Room:
    """The room of a thing, opened when it has none, with the people its app wishes in. NoPlace. Safe to repeat."""
    place = kinds.place_of(ref.kind)
    plan = place.plan(ref.key) if place else None
    if found := find(ref):
        return found
    if plan is None:
        raise NoPlace
    room = opening.room_about(ref, name=plan.name, by=by, openness=plan.openness, topic=plan.topic)
    _fill(room, plan.people)
    room.refresh_from_db()
    return room


def open_for(ref: Ref, *, by: Account) -> Room:
    """As `open_one`, for a member who wants to speak about the thing. PermissionDenied, NoPlace."""
    if not policies.speaks_about(by, ref):
        raise PermissionDenied
    return open_one(ref, by=by)


@transaction.atomic
def settle(ref: Ref) -> None:
    """The thing was renamed, opened or closed: so is its room, and who may not read it any more reads on no open
    stream. What its keepers said of it stays. Safe to repeat."""
    place, found = kinds.place_of(ref.kind), find(ref)
    plan = place.plan(ref.key) if place else None
    if found is None or plan is None:
        return
    room = locked(found)
    name, is_silent = plan.name[:LONGEST_NAME], plan.is_silent or room.is_read_only
    if (room.name, room.openness, room.is_read_only) == (name, plan.openness, is_silent):
        return
    data = {"openness": plan.openness} if room.openness != plan.openness else {}
    room.name, room.openness, room.is_read_only = name, plan.openness, is_silent
    room.save(update_fields=["name", "openness", "is_read_only"])
    append(room, Event.Kind.ROOM, by=None, data=data)
    announce(RoomChanged(room.pk))


@transaction.atomic
def follow(ref: Ref, *, account: Account) -> None:
    """Somebody came to the thing or left it: they are in its room, or in it no more. Of a room nobody opened yet, and
    of who was sent away from it, nothing. Safe to repeat."""
    found = find(ref)
    if found is None:
        return
    room = locked(found)
    seat = policies.seat_of(account, room)
    if seat.is_in and not seat.may_join:
        joining.leave(room=room, by=account)
    elif not seat.is_in and seat.may_join:
        joining.join(room=room, by=account)
    # Who only read along asks again whether they may.
    wake_apart([account.pk])


def herald(ref: Ref, *, by: Account, text: str, client: str) -> None:
    """`by` tells the room of a thing something of the thing itself, once for each `client`, at any pace. Nothing where
    they may not speak, or where the house does not publish these words."""
    try:
        posting.post(room=open_one(ref), by=by, text=text, client=client, is_told=True)
    except (NoPlace, PermissionDenied, TooFast, posting.ReadOnly, posting.WordsRefused, CannotReach):
        return


def heralded(ref: Ref, *, client: str) -> Message | None:
    """What was told so, if it is still there."""
    return Message.objects.filter(room__in=Room.objects.about(ref), client=client, deleted_at=None).first()


@transaction.atomic
def forget(ref: Ref) -> None:
    """The thing is gone for good, and with it what was said in its room. Safe to repeat."""
    room = find(ref)
    if room is not None:
        people = list(Member.objects.filter(room=room).inside().values_list("account", flat=True))
        room.delete()
        wake_members(people)


def _fill(room: Room, people: Collection[UUID]) -> None:
    """They are in from the beginning: no event for each of a thousand."""
    here = Account.objects.active().filter(pk__in=people)
    members = [Member(room=room, account=account, read_seq=room.seq) for account in here]
    Member.objects.bulk_create(members, batch_size=_AT_ONCE, ignore_conflicts=True)
    Room.objects.filter(pk=room.pk).update(members_count=Member.objects.filter(room=room).inside().count())
    wake_members([one.account_id for one in members])
