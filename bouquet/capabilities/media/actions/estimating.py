"""How long a video still takes, queue included, told from how fast the last ones went."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Avg, F, Sum
from django.db.models.functions import Coalesce

from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock
from bouquet.foundation.tasks.models import WorkerHeartbeat
from bouquet.foundation.tasks.takeover import SILENCE_OF_THE_DEAD

_FRESH: Final = timedelta(seconds=10)
_LOOKED_AT: Final = 20


def seconds_left(asset: Asset) -> int | None:
    """For one that is worked on, what its job said; for one that waits, a guess; None when nobody can tell."""
    if not asset.is_under_way:
        return None
    if asset.heartbeat_at is not None and asset.heartbeat_at > clock.now() - _FRESH and asset.seconds_left:
        return asset.seconds_left
    speed = _megapixels_per_second()
    workers = WorkerHeartbeat.objects.filter(beat_at__gt=clock.now() - SILENCE_OF_THE_DEAD).count()
    if not speed or not workers:
        return None
    return max(1, round((_ahead_of(asset) / workers + _left_of(asset)) / speed))


def _megapixels_per_second() -> float | None:
    """How fast one worker was with the videos that became ready last."""
    last = Asset.objects.filter(state=Asset.State.READY, work_seconds__gt=0).order_by("-ready_at")
    done = last.values_list("work_megapixels", "work_seconds")[:_LOOKED_AT]
    megapixels, seconds = (sum(column) for column in zip(*done, strict=True)) if done else (0.0, 0.0)
    return megapixels / seconds if seconds else None


def _ahead_of(asset: Asset) -> float:
    """Work, in megapixels, of everything that was received before; what is not probed yet counts as an average one."""
    before = Asset.objects.under_way().filter(received_at__lt=asset.received_at)
    left = before.filter(work_megapixels__gt=0).aggregate(
        total=Coalesce(Sum(F("work_megapixels") * (100.0 - F("percent")) / 100.0), 0.0)
    )["total"]
    return float(left) + before.filter(work_megapixels=0).count() * _average()


def _left_of(asset: Asset) -> float:
    return (asset.work_megapixels or _average()) * (100 - asset.percent) / 100


def _average() -> float:
    ready = Asset.objects.filter(state=Asset.State.READY)
    return float(ready.aggregate(average=Avg("work_megapixels"))["average"] or 0.0)
