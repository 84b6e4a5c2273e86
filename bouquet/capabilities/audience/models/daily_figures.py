"""What is left of sessions for good: figures by day."""

from __future__ import annotations

from django.db import models


class DailyFigures(models.Model):
    """One subject on one day of the network's time zone. Sessions still too short are `started` and nothing else."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    date = models.DateField()
    started = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    # Number by reason, see Refusal.
    refused = models.JSONField(default=dict)
    watched_tenths = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "date"], name="audience_one_row_a_day")
        ]
        indexes = [models.Index(fields=["subject_kind", "date", "subject_id", "counted"], name="audience_popular")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} on {self.date}"
