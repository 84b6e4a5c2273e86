"""What notifications do in the background."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from bouquet.capabilities.notifications.actions import forgetting, mailing, pushing

logger = logging.getLogger(__name__)


@task()
def push_what_is_due() -> None:
    """Push to browsers; what is left goes on in the next job."""
    if pushing.push_what_is_due():
        push_what_is_due.enqueue()


@task()
def mail_what_is_due() -> None:
    """Write letters; what is left goes on in the next job, what an absent post office leaves in a later one."""
    try:
        if mailing.mail_what_is_due():
            mail_what_is_due.enqueue()
    except OSError:
        logger.warning("The post office cannot be reached; letters wait", exc_info=True)


@task()
def forget_account(account_id: str) -> None:
    """Empty the inbox of an erased member, and theirs from all others."""
    forgetting.forget_account(UUID(account_id))


def send_what_is_due() -> None:
    """A chore: quiet hours end, mornings come, a post office comes back."""
    if pushing.is_anything_due() and not _is_queued(push_what_is_due):
        push_what_is_due.enqueue()
    if mailing.is_anything_due() and not _is_queued(mail_what_is_due):
        mail_what_is_due.enqueue()


def _is_queued(wanted: Task[..., Any]) -> bool:
    alive = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    return DBTaskResult.objects.filter(task_path=wanted.module_path, status__in=alive).exists()
