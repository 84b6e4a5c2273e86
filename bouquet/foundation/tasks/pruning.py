"""What became of finished jobs is kept for a while, of failed ones for longer."""

from __future__ import annotations

from django.core.management import call_command

DAYS, DAYS_OF_FAILED = 3, 90


def forget_finished_jobs() -> None:
    """Forget jobs that ended well three days ago, and those that failed ninety days ago."""
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=DAYS,
        failed_min_age_days=DAYS_OF_FAILED,
        verbosity=0,
    )
