"""Jobs of messaging."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.messaging.actions import delivering, leaving, telling, unfolding


@task()
def tell_of_message(message_id: str) -> None:
    """Those it calls find it in their inbox."""
    telling.tell_of(message_id=UUID(message_id))


@task()
def tell_invited(room_id: str, account_id: str, inviter_id: str) -> None:
    """Somebody finds an invitation in their inbox."""
    telling.tell_invited(room_id=UUID(room_id), account_id=UUID(account_id), inviter_id=UUID(inviter_id))


@task()
def forget_member(account_id: str, keeps_posts: bool) -> None:
    """Remove what an erased member leaves behind."""
    leaving.forget_member(account_id=UUID(account_id), keeps_posts=keeps_posts)


@task()
def hand_out(room_id: str) -> None:
    """What happened in a room goes to the addresses that are told of it."""
    for key in delivering.hand_out(room_id=UUID(room_id)):
        deliver.enqueue(str(key))


@task()
def deliver(delivery_id: str) -> None:
    """Tell one address of one event, once."""
    delivering.deliver(delivery_id=UUID(delivery_id))


def deliver_what_is_due() -> None:
    """A chore: what nobody answered to is tried again."""
    for key in delivering.take_due():
        deliver.enqueue(str(key))


@task()
def tell_unfolded(message_id: str) -> None:
    """The log tells that more is known of the page a message links to."""
    unfolding.tell_unfolded(message_id=UUID(message_id))
