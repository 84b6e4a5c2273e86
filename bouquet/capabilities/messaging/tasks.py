"""Jobs of messaging."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.messaging.actions import leaving, telling


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
