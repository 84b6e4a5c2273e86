"""A killed worker's jobs go back to the queue. A task may therefore run twice, and must come out the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bouquet.foundation.clock import clock
from bouquet.foundation.tasks.models import WorkerHeartbeat

HEARTBEAT_SECONDS = 5
SILENCE_OF_THE_DEAD = timedelta(seconds=30)
# A job that killed this many workers is not given a further one.
MOST_WORKERS_PER_JOB = 5


def beat(worker_id: str) -> None:
    """Say that this worker is alive."""
    WorkerHeartbeat.objects.update_or_create(worker_id=worker_id, defaults={"beat_at": clock.now()})


def leave(worker_id: str) -> None:
    """A worker that ends in good order takes its name off the list."""
    WorkerHeartbeat.objects.filter(worker_id=worker_id).delete()


def take_over_from_the_dead() -> int:
    """Put the running jobs of silent workers back in the queue; returns how many."""
    alive = set(
        WorkerHeartbeat.objects.filter(beat_at__gt=clock.now() - SILENCE_OF_THE_DEAD).values_list(
            "worker_id", flat=True
        )
    )
    taken = 0
    for job in DBTaskResult.objects.running():
        if job.worker_ids and job.worker_ids[-1] not in alive:
            taken += _give_back(job)
    WorkerHeartbeat.objects.filter(beat_at__lt=clock.now() - timedelta(days=1)).delete()
    return taken


def _give_back(job: DBTaskResult[..., Any]) -> int:
    with transaction.atomic():
        exhausted = len(job.worker_ids) >= MOST_WORKERS_PER_JOB
        same = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at)
        if exhausted:
            reason = f"Every one of its {len(job.worker_ids)} workers died while running it."
            return same.update(status=TaskResultStatus.FAILED, finished_at=clock.now(), traceback=reason)
        return same.update(status=TaskResultStatus.READY, started_at=None)
