"""A member leaves or is suspended: nobody reads what they said any more; once the account is erased, it goes for ever
or stays without a name, as they chose. Every room they spoke in is told to take itself anew.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import joining, reacting
from bouquet.capabilities.messaging.actions.forgetting import erase
from bouquet.capabilities.messaging.actions.recording import append, locked, reset
from bouquet.capabilities.messaging.actions.waking import wake_members
from bouquet.capabilities.messaging.models import Event, Member, Message, Reaction, Room
from bouquet.capabilities.messaging.models.bot import Token

AT_ONCE = 500


@transaction.atomic
def hide_or_show(*, account_id: UUID) -> None:
    """What a member said agrees with whether they are here. Safe to repeat, in any order; one statement a room."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return
    is_away = not account.is_erased and (not account.is_active or account.is_leaving)
    changing = Message.objects.filter(author=account, is_away=not is_away)
    for room in Room.objects.filter(pk__in=changing.values("room")).order_by("pk"):
        kept = locked(room)
        changing.filter(room=kept).update(is_away=is_away)
        reset(kept)
    wake_members([account_id])


def forget_member(*, account_id: UUID, keeps_posts: bool) -> None:
    """Safe to repeat. They are in no room any more, their reactions go, and what they said, unless it stays by nobody.

    What is said between two stays with the other, without a name, only if they wished it to stay."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return
    if keeps_posts:
        hide_or_show(account_id=account_id)
    while keys := list(Reaction.objects.filter(account=account).values_list("pk", "message")[:AT_ONCE]):
        for key, message in keys:
            _take_off(key, message)
    gone = Message.objects.filter(author=account).exclude(text="")
    if keeps_posts:
        gone = gone.filter(deleted_at__isnull=False)
    while messages := list(gone.values_list("pk", flat=True)[:AT_ONCE]):
        for message in messages:
            erase(message_id=message)
    Token.objects.filter(account=account).delete()
    for member in Member.objects.filter(account=account).select_related("room"):
        if member.is_in and not member.room.is_direct:
            joining.leave(room=member.room, by=account)
        member.delete()


@transaction.atomic
def _take_off(reaction: UUID, message_id: UUID) -> None:
    room = locked(Message.objects.select_related("room").get(pk=message_id).room)
    message = Message.objects.select_related("author").get(pk=message_id)
    emoji = Reaction.objects.filter(pk=reaction).values_list("emoji", flat=True).first()
    Reaction.objects.filter(pk=reaction).delete()
    message.reactions = reacting.reactions_on(message.pk)
    append(room, Event.Kind.UNREACT, by=None, message=message, data={"emoji": emoji or ""})
