"""What the keeper does with the outbox."""

from __future__ import annotations

from datetime import timedelta

from bouquet.foundation.events import delivering


def redeliver() -> None:
    """Deliver what a crash or a failure left behind."""
    delivering.redeliver()


def forget_settled() -> None:
    """Drop events that everyone took a month ago."""
    delivering.forget_settled(older_than=timedelta(days=30))
