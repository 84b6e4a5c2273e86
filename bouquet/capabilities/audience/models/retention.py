"""How far people stay."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.audience.engine.spans import BUCKETS


def nobody_yet() -> list[int]:
    """A hundred zeros."""
    return [0] * BUCKETS


class Retention(models.Model):
    """For each hundredth of a subject, how many sessions saw it, of how many."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    sessions = models.PositiveIntegerField(default=0)
    reached = models.JSONField(default=nobody_yet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="audience_one_curve_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"
