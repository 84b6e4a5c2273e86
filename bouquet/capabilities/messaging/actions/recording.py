"""The one way into the log: an event gets the next number of its room, in the transaction of the change it tells of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions.waking import wake_room
from bouquet.capabilities.messaging.events import RoomStirred
from bouquet.capabilities.messaging.models import Event, Message, Room
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.queries.prepared import Prepared

# The index of commands holds those with an id: SQLite takes it only where the question says so in the same words.
# Without it, whoever speaks would have the whole room read through.
_SENT = Prepared(
    lambda room, author, client: (
        Event.objects.filter(room=room, author=author, client=client)
        .extra(where=["NOT (messaging_event.client = '')"])
        .select_related("message__author", "message__linked")
    ),
    (UUID, UUID, str),
)
_LOCKED = Prepared(lambda room: Room.objects.select_for_update().filter(pk=room))


class RoomGone(Exception):
    """There is no such room (any more)."""


def locked(room: Room) -> Room:
    """The room's row, held until the transaction ends: numbers become visible in their order, without holes."""
    found = next(iter(_LOCKED.objects(room.pk)), None)
    if found is None:
        raise RoomGone
    return found


def sent_before(room: Room, by: Account | None, client: str) -> Event | None:
    """What this command made when it came for the first time. Ask while the room is locked."""
    if not client or by is None:
        return None
    return next(iter(_SENT.objects(room.pk, by.pk, client)), None)


def append(
    room: Room,
    kind: str,
    *,
    by: Account | None,
    client: str = "",
    message: Message | None = None,
    data: dict[str, Any] | None = None,
    was: str = "",
    posts: int = 0,
) -> Event:
    """Write the next event of `room`, which must be `locked`. `posts`: how many more messages there are now."""
    now = clock.now()
    room.seq += 1
    room.posts_count += posts
    changed = {"seq": room.seq}
    if kind == Event.Kind.RESET:
        room.reset_seq = changed["reset_seq"] = room.seq
    Room.objects.filter(pk=room.pk).update(
        **changed, posts_count=F("posts_count") + posts, **({"latest_at": now} if posts > 0 else {})
    )
    if message is not None:
        message.rev = room.seq
        if message._state.adding:
            message.seq = room.seq
            message.save(force_insert=True)
        else:
            message.save()
    event = Event.objects.create(
        room=room,
        seq=room.seq,
        kind=kind,
        author=by,
        client=client,
        message=message,
        data=data or {},
        was=was,
        made_at=now,
    )
    wake_room(room.code)
    if room.hooks_count:
        announce(RoomStirred(room.pk))
    return event


def reset(room: Room) -> Event:
    """So much changed at once that everybody takes the room as it is now."""
    return append(room, Event.Kind.RESET, by=None)
