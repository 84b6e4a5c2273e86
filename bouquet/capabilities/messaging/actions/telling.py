"""Tell those a message calls, and those asked into a room. Whether each wants to hear it is for the inbox to know."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.messaging.models import Member, Message, Room
from bouquet.capabilities.notifications.actions.telling import tell

MENTION, REPLY, DIRECT, INVITATION = (
    "messaging.mention",
    "messaging.reply",
    "messaging.direct",
    "messaging.invitation",
)


def tell_of(*, message_id: UUID) -> None:
    """Those mentioned; who is answered; the others of a conversation. Not who has read it already. Safe to repeat."""
    message = (
        Message.objects.there().filter(pk=message_id).select_related("room", "thread", "answers", "author").first()
    )
    if message is None or message.room.is_closed:
        return
    read = set(Member.objects.filter(room=message.room, read_seq__gte=message.seq).values_list("account", flat=True))
    named = {UUID(key) for key in message.mentions} - read
    answered = {one.author_id for one in (message.thread, message.answers) if one is not None} - named - read
    _tell(MENTION, message, named)
    _tell(REPLY, message, answered)
    if message.room.is_direct:
        others = Member.objects.filter(room=message.room).exclude(state=Member.State.LEFT)
        _tell(DIRECT, message, set(others.values_list("account", flat=True)) - named - answered - read)


def tell_invited(*, room_id: UUID, account_id: UUID, inviter_id: UUID) -> None:
    """Somebody was asked into a room, and still is. Safe to repeat."""
    room = Room.objects.standing().filter(pk=room_id).first()
    member = Member.objects.filter(room=room_id, account=account_id, state=Member.State.INVITED).first()
    if room is None or member is None:
        return
    tell(
        kind=INVITATION,
        recipients=[account_id],
        actor=inviter_id,
        about=room.ref,
        fact=f"messaging.invitation:{room.pk}:{member.since.isoformat()}",
        group=str(room.pk),
    )


def _tell(kind: str, message: Message, recipients: set[UUID]) -> None:
    if recipients:
        tell(
            kind=kind,
            recipients=recipients,
            actor=message.author_id,
            about=message.ref,
            fact=f"messaging.message:{message.pk}",
            group=str(message.room_id),
        )
