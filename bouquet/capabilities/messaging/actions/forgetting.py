"""Words that were taken back are gone for good after a while; a room goes when its thing does."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.messaging.actions.recording import append, locked
from bouquet.capabilities.messaging.models import Event, Member, Message, Reaction, Room
from bouquet.capabilities.messaging.models.room import KIND as ROOM
from bouquet.capabilities.notifications.actions.forgetting import forget
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref, Standing

DELETED_STAY = timedelta(days=30)
AT_ONCE = 500


@transaction.atomic
def erase(*, message_id: UUID) -> None:
    """Its words are gone for good, also those before an edit; its place in the log stays. Safe to repeat."""
    found = Message.objects.filter(pk=message_id).select_related("room").first()
    if found is None:
        return
    room = locked(found.room)
    message = Message.objects.select_related("author").get(pk=message_id)
    message.text = message.html = message.words = ""
    message.mentions, message.reactions, message.pinned_at = [], {}, None
    message.enclosed, message.linked, message.linked_thing = [], None, ""
    Reaction.objects.filter(message=message).delete()
    Event.objects.filter(message=message).exclude(was="").update(was="")
    if message.is_deleted:
        message.save()
    else:
        message.deleted_at = clock.now()
        append(room, Event.Kind.DELETE, by=None, message=message, posts=-1)
    forget(message.ref)


def erase_the_deleted() -> None:
    """A chore: what was deleted a month ago."""
    due = Message.objects.filter(deleted_at__lte=clock.now() - DELETED_STAY).exclude(text="")
    for key in due.values_list("pk", flat=True)[:AT_ONCE]:
        erase(message_id=key)


@transaction.atomic
def forget_subject(ref: Ref) -> None:
    """`ref` is gone, and its room with all that was said there. For the app that owned it. Safe to repeat."""
    for room in Room.objects.about(ref):
        for model in (Reaction, Event):
            model.objects.filter(**{"message__room" if model is Reaction else "room": room}).delete()
        Message.objects.filter(room=room, thread__isnull=False).delete()
        Message.objects.filter(room=room).delete()
        Member.objects.filter(room=room).delete()
        forget(Ref(ROOM, room.pk))
        room.delete()


@transaction.atomic
def close_subject(ref: Ref, *, is_closed: bool) -> None:
    """The room of a thing that is not shown for now. What its kind tells of it holds for each reader at once; this
    makes streams ask again."""
    for room in Room.objects.about(ref):
        kept = locked(room)
        kept.standing = Standing.HIDDEN if is_closed else Standing.SHOWN
        kept.save(update_fields=["standing"])
        append(kept, Event.Kind.RESET, by=None)
