"""What moderators decide about messages and rooms."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.capabilities.messaging.actions.recording import append, locked, reset
from bouquet.capabilities.messaging.actions.waking import wake_members
from bouquet.capabilities.messaging.events import MessageTaken, RoomChanged
from bouquet.capabilities.messaging.models import Event, Member, Message, Room
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Standing


@transaction.atomic
def moderate_message(*, message_id: UUID, standing: Standing) -> None:
    """Put the message into `standing`: every client sees it go, or come back. Safe to repeat."""
    found = Message.objects.filter(pk=message_id).select_related("room").first()
    if found is None:
        return
    room = locked(found.room)
    message = Message.objects.select_related("author").get(pk=message_id)
    if message.standing == standing:
        return
    message.standing = standing
    append(room, Event.Kind.STANDING, by=None, message=message)
    if message.is_hidden:
        announce(MessageTaken(message.pk))


@transaction.atomic
def moderate_room(*, room_id: UUID, standing: Standing) -> None:
    """A room that is hidden or removed is read by nobody; its log stays. Safe to repeat."""
    found = Room.objects.filter(pk=room_id).first()
    if found is None:
        return
    room = locked(found)
    if room.standing == standing:
        return
    room.standing = standing
    room.save(update_fields=["standing"])
    reset(room)
    wake_members(Member.objects.filter(room=room).inside().values_list("account", flat=True))
    announce(RoomChanged(room.pk))
