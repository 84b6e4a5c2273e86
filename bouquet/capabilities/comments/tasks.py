"""Jobs of comments."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.comments.actions import leaving, telling
from bouquet.foundation.subjects.subject import Ref


@task()
def tell_of_comment(comment_id: str) -> None:
    """Those whom it concerns find it in their inbox."""
    telling.tell_of(comment_id=UUID(comment_id))


@task()
def tell_of_waiting(comment_id: str) -> None:
    """Those who keep the talk have something to approve."""
    telling.tell_keepers(comment_id=UUID(comment_id))


@task()
def tell_of_reaction(kind: str, key: str, account_id: str, emoji: str) -> None:
    """The author of what somebody reacted to finds it in their inbox."""
    telling.tell_of_reaction(ref=Ref(kind, UUID(key)), account_id=UUID(account_id), emoji=emoji)


@task()
def settle_member(account_id: str) -> None:
    """The counters follow a member who leaves, or stays after all."""
    leaving.settle(account_id=UUID(account_id))


@task()
def forget_member(account_id: str, keeps_posts: bool) -> None:
    """Remove what an erased member leaves behind."""
    leaving.forget_member(account_id=UUID(account_id), keeps_posts=keeps_posts)
