"""What moderation does in the background."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.moderation.actions import forgetting, informing, learning, trusting


@task()
def mail_visitor(report_id: str, template: str) -> None:
    """Mail somebody who reported without an account."""
    informing.mail_visitor(UUID(report_id), template)


@task()
def train() -> None:
    """Learn from the desk's decisions."""
    learning.train()


@task()
def reckon_everyone() -> None:
    """Reckon how far people are trusted."""
    trusting.reckon_everyone()


@task()
def forget_member(account_id: str) -> None:
    """Keep nothing of what an erased member said, or was said of them."""
    forgetting.forget_member(UUID(account_id))


def train_later() -> None:
    """A chore: a worker learns, where something was decided since it did last."""
    if learning.is_due():
        train.enqueue()


def reckon_later() -> None:
    """A chore."""
    reckon_everyone.enqueue()
