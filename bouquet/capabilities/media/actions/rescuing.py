"""Nothing stays "in progress" for ever: assets that no job leads on are found, and put back or given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bouquet.capabilities.media.actions.failing import fail
from bouquet.capabilities.media.actions.working import STALE
from bouquet.capabilities.media.models import Asset, Import
from bouquet.capabilities.media.models.sentences import NO_WORKER
from bouquet.foundation.clock import clock

# Events are delivered within seconds, also after a crash; whoever has no job after this long will not get one.
_GRACE: Final = timedelta(seconds=60)
_MOST_ATTEMPTS: Final = 3
_ALIVE = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def stuck_assets() -> Iterator[Asset]:
    """Assets that no job leads on, to be put back in the queue. Those put back in vain too often are failed here."""
    now = clock.now()
    # Who works in a process of its own (`bin/manage publish`) has no job in the queue, only a hold.
    is_free = Q(claim="", heartbeat_at__lt=now - _GRACE)
    silent = Q(heartbeat_at=None) | is_free | Q(heartbeat_at__lt=now - STALE)
    waiting = Asset.objects.under_way().filter(silent, state_changed_at__lt=now - _GRACE)
    for asset in waiting.order_by("state_changed_at")[:200]:
        if _is_led_on(asset):
            continue
        if asset.attempts >= _MOST_ATTEMPTS:
            fail(asset, NO_WORKER)
        elif _freed(asset, attempts=asset.attempts + 1):
            yield asset


def rescue(asset: Asset) -> bool:
    """An operator has one asset put back in the queue now, and counted from the start: whether that is called for.

    It is not for one that ended, that a job leads on, or that somebody holds who is not known to be dead.
    """
    is_held = bool(asset.claim) and asset.heartbeat_at is not None and asset.heartbeat_at >= clock.now() - STALE
    return asset.is_under_way and not is_held and not _is_led_on(asset) and _freed(asset, attempts=0)


def stuck_imports() -> Iterator[Import]:
    """Imports that no job leads on, to be put back in the queue."""
    silent = Q(heartbeat_at=None) | Q(heartbeat_at__lt=clock.now() - _GRACE)
    under_way = (Import.State.WAITING, Import.State.FETCHING)
    waiting = Import.objects.filter(silent, state__in=under_way, asked_at__lt=clock.now() - _GRACE)
    for wanted in waiting.order_by("asked_at")[:200]:
        if not _has_job([str(wanted.pk)]):
            Import.objects.filter(pk=wanted.pk).update(heartbeat_at=clock.now())
            yield wanted


def _is_led_on(asset: Asset) -> bool:
    return _has_job([str(asset.pk), *(str(piece_id) for piece_id in asset.pieces.values_list("pk", flat=True))])


def _freed(asset: Asset, *, attempts: int) -> bool:
    """Take the hold of the dead away, so that the next job need not wait; False when the row went on meanwhile."""
    same = Asset.objects.filter(pk=asset.pk, state=asset.state, attempts=asset.attempts, claim=asset.claim)
    return bool(same.update(attempts=attempts, heartbeat_at=clock.now(), claim=""))


def _has_job(ids: list[str]) -> bool:
    """Whether a job of media about one of `ids` (the first argument of each) waits or runs."""
    ours = DBTaskResult.objects.filter(status__in=_ALIVE, task_path__startswith="bouquet.capabilities.media.tasks.")
    return any(args["args"][:1] and args["args"][0] in ids for args in ours.values_list("args_kwargs", flat=True))
