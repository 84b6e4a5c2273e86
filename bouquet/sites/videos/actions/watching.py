"""The history of a member: written while they watch, seen by them alone, cleared and paused when they like."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos.events import VideoFinished, VideoWatched
from bouquet.sites.videos.models import HistoryEntry, HistoryPause, Video, WatchPosition

# Who comes back to a video after this long watches it again.
SITTING = timedelta(hours=6)


@transaction.atomic
def note(*, video: Video, by: Account, is_over: bool) -> None:
    """`by` is watching; `is_over`: to the end. The player says so every few seconds: a sitting is told once."""
    now = clock.now()
    entry = HistoryEntry.objects.filter(account=by, video=video).first()
    if entry is None:
        entry, is_new = HistoryEntry.objects.get_or_create(account=by, video=video, defaults={"watched_at": now})
    else:
        is_new = now - entry.watched_at > SITTING
    if is_new:
        announce(VideoWatched(video_id=video.pk, account_id=by.pk))
    finishes = is_over and (entry.finished_at is None or now - entry.finished_at > SITTING)
    if finishes:
        announce(VideoFinished(video_id=video.pk, account_id=by.pk))
    HistoryEntry.objects.filter(pk=entry.pk).update(watched_at=now, finished_at=now if finishes else entry.finished_at)


def is_paused(account: Account) -> bool:
    """Whether nothing is kept of what they watch."""
    return HistoryPause.objects.filter(account=account).exists()


def pause(*, by: Account) -> None:
    """Keep nothing from now on. Safe to repeat."""
    HistoryPause.objects.get_or_create(account=by)


def resume(*, by: Account) -> None:
    """Keep it again. Safe to repeat."""
    HistoryPause.objects.filter(account=by).delete()


@transaction.atomic
def forget_one(*, video_id: UUID, by: Account) -> None:
    """Off the history, and the place where they stopped as well."""
    HistoryEntry.objects.filter(account=by, video=video_id).delete()
    WatchPosition.objects.filter(account=by, video=video_id).delete()


@transaction.atomic
def clear(*, by: Account) -> None:
    """The whole history, and every place where they stopped."""
    HistoryEntry.objects.filter(account=by).delete()
    WatchPosition.objects.filter(account=by).delete()


@transaction.atomic
def forget_all_of(*, account_id: UUID) -> None:
    """The account is gone."""
    HistoryEntry.objects.filter(account=account_id).delete()
    HistoryPause.objects.filter(account=account_id).delete()
