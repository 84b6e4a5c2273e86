"""What is not kept: sessions after ninety days, and what is known of journals long gone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.audience.actions.counting import LOCK
from bouquet.capabilities.audience.models import DailyFigures, JournalOffset, Retention, WatchSession
from bouquet.capabilities.audience.models.watch_session import KEPT_FOR
from bouquet.foundation.clock import clock

AT_ONCE = 2_000


def forget_old_sessions() -> int:
    """Delete sessions older than ninety days, a few at a time so that nobody waits; returns how many. Figures stay."""
    old = WatchSession.objects.filter(started_at__lt=clock.now() - KEPT_FOR).order_by("started_at")
    gone = 0
    while keys := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            gone += WatchSession.objects.filter(pk__in=keys).delete()[0]
    JournalOffset.objects.filter(taken_at__lt=clock.now() - timedelta(days=365)).exclude(name=LOCK).delete()
    return gone


def forget_subject(kind: str, subject_id: UUID) -> None:
    """Everything about a thing that is gone for good, a few rows at a time so that nobody waits. Safe to repeat."""
    # No index leads from a thing to its sessions, which are written far more often than forgotten: one look for all.
    sessions = list(WatchSession.objects.filter(subject_kind=kind, subject_id=subject_id).values_list("pk", flat=True))
    for start in range(0, len(sessions), AT_ONCE):
        with transaction.atomic():
            WatchSession.objects.filter(pk__in=sessions[start : start + AT_ONCE]).delete()
    DailyFigures.objects.filter(subject_kind=kind, subject_id=subject_id).delete()
    Retention.objects.filter(subject_kind=kind, subject_id=subject_id).delete()
