"""Workers that are alive, known by their heartbeat."""

from __future__ import annotations

from django.db import models

from bouquet.foundation.clock import clock


class WorkerHeartbeat(models.Model):
    """Written by every worker every few seconds; one that falls silent has its jobs taken over."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.worker_id
