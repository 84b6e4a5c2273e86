"""The list of jobs does not grow for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bouquet.foundation.tasks import pruning


@pytest.fixture
def job(db: None) -> Callable[..., DBTaskResult[..., Any]]:
    def make(status: TaskResultStatus, *, days: float) -> DBTaskResult[..., Any]:
        ended = None if status in (TaskResultStatus.READY, TaskResultStatus.RUNNING) else timezone.now()
        row = DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}},
            task_path="bouquet.capabilities.media.tasks.probe",
            queue_name="media",
            backend_name="default",
            status=status,
            run_after=timezone.now(),
            worker_ids=[],
            exception_class_path="",
            traceback="",
        )
        # The library looks at when it ended, by its own clock.
        DBTaskResult.objects.filter(pk=row.pk).update(
            enqueued_at=timezone.now() - timedelta(days=days), finished_at=ended and ended - timedelta(days=days)
        )
        return row

    return make


def test_what_ended_well_goes_after_three_days_and_what_failed_after_ninety(
    job: Callable[..., DBTaskResult[..., Any]],
) -> None:
    done, failed = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
    kept = {
        job(done, days=2).pk,
        job(failed, days=80).pk,
        job(TaskResultStatus.READY, days=400).pk,
        job(TaskResultStatus.RUNNING, days=400).pk,
    }
    job(done, days=4)
    job(failed, days=91)
    pruning.forget_finished_jobs()
    pruning.forget_finished_jobs()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept
