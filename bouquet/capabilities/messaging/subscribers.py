"""What messaging does when something happens."""

from __future__ import annotations

from bouquet.capabilities.accounts.events import (
    AccountBlocked,
    AccountErased,
    AccountLeaving,
    AccountMuted,
    AccountReinstated,
    AccountStaying,
    AccountSuspended,
    AccountUnblocked,
    AccountUnmuted,
)
from bouquet.capabilities.media.events import LinkedPageRead
from bouquet.capabilities.messaging import tasks
from bouquet.capabilities.messaging.actions import leaving, unfolding
from bouquet.capabilities.messaging.actions.waking import wake_apart
from bouquet.capabilities.messaging.events import MessageCalled, MessageTaken, RoomInvited, RoomStirred
from bouquet.capabilities.messaging.models import Message
from bouquet.capabilities.messaging.models.message import KIND
from bouquet.capabilities.notifications.actions.forgetting import forget
from bouquet.foundation.events.announcing import subscribe
from bouquet.foundation.subjects.subject import Ref


@subscribe(MessageCalled)
def tell_whom_it_calls(event: MessageCalled) -> None:
    tasks.tell_of_message.enqueue(str(event.message_id))


@subscribe(MessageTaken)
def take_its_notices_away(event: MessageTaken) -> None:
    """Not when it came back meanwhile."""
    if not Message.objects.there().filter(pk=event.message_id).exists():
        forget(Ref(KIND, event.message_id))


@subscribe(RoomInvited)
def tell_who_is_invited(event: RoomInvited) -> None:
    tasks.tell_invited.enqueue(str(event.room_id), str(event.account_id), str(event.inviter_id))


@subscribe(RoomStirred)
def tell_addresses_elsewhere(event: RoomStirred) -> None:
    tasks.hand_out.enqueue(str(event.room_id))


@subscribe(LinkedPageRead)
def show_the_linked_page(event: LinkedPageRead) -> None:
    for key in unfolding.messages_linking_to(event.page_id):
        tasks.tell_unfolded.enqueue(str(key))


@subscribe(AccountBlocked)
def part_them(event: AccountBlocked) -> None:
    """Open streams show neither the other's words from now on."""
    wake_apart([event.blocker_id, event.blocked_id])


@subscribe(AccountUnblocked)
def bring_them_together(event: AccountUnblocked) -> None:
    wake_apart([event.blocker_id, event.blocked_id])


@subscribe(AccountMuted)
def hear_less(event: AccountMuted) -> None:
    wake_apart([event.muter_id])


@subscribe(AccountUnmuted)
def hear_again(event: AccountUnmuted) -> None:
    wake_apart([event.muter_id])


@subscribe(AccountLeaving)
def hide_what_they_said(event: AccountLeaving) -> None:
    """At once, not when a worker finds the time."""
    leaving.hide_or_show(account_id=event.account_id)


@subscribe(AccountStaying)
def show_what_they_said(event: AccountStaying) -> None:
    leaving.hide_or_show(account_id=event.account_id)


@subscribe(AccountSuspended)
def hide_what_the_suspended_said(event: AccountSuspended) -> None:
    leaving.hide_or_show(account_id=event.account_id)


@subscribe(AccountReinstated)
def show_what_the_reinstated_said(event: AccountReinstated) -> None:
    leaving.hide_or_show(account_id=event.account_id)


@subscribe(AccountErased)
def forget_the_member(event: AccountErased) -> None:
    tasks.forget_member.enqueue(str(event.account_id), event.keeps_posts)
