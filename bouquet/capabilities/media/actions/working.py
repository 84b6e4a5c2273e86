"""A job at work on an asset: alone, saying how far it is, and leaving nothing behind."""

from __future__ import annotations

import logging
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q

from bouquet.capabilities.media.actions.changing import Superseded
from bouquet.capabilities.media.actions.failing import OutOfSpace, fail, fail_because
from bouquet.capabilities.media.actions.pace import Pace
from bouquet.capabilities.media.actions.storing import Gone
from bouquet.capabilities.media.engine.made import Progress
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.media.models.sentences import ORIGINAL_MISSING
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.live.purging import purge
from bouquet.foundation.storage.store import store

logger = logging.getLogger(__name__)

# A claim this old belongs to a job that is dead, whoever it was. Another run of the same job need not wait for that.
STALE: Final = timedelta(seconds=120)


class Busy(Exception):
    """Another job works on it."""


class Work:
    """One job's hold on an asset. `folder` is a place for files that is gone when the work ends."""

    def __init__(self, asset: Asset, folder: Path) -> None:
        self.asset, self.folder = asset, folder
        self.pace = Pace()
        self._written_at = 0.0

    @contextmanager
    def original(self) -> Iterator[Path]:
        """The untouched file, on this machine, if there is room to work. Raises OutOfSpace and FileNotFoundError."""
        require_room(self.folder)
        with store().open_local(self.asset.original) as path:
            yield path

    def tell(self, progress: Progress) -> None:
        """Hear from the engine; what this raises ends its work. Writes at most once a second."""
        self.pace.note(progress.fraction)
        now = time.monotonic()
        if now - self._written_at < 1:
            return
        self._written_at = now
        require_room(self.folder)
        percent, seconds_left = self.pace.overall()
        self._beat(percent=percent, seconds_left=seconds_left)

    def _beat(self, **values: int | None) -> None:
        held = Asset.objects.filter(pk=self.asset.pk, claim=self.asset.claim)
        if not held.update(heartbeat_at=clock.now(), **values):
            raise Superseded(str(self.asset.pk))
        purge(f"asset:{self.asset.pk}")


@contextmanager
def working(asset_id: uuid.UUID, *, job: str) -> Iterator[Work]:
    """The asset, claimed for `job` (the id of a task: its second run takes the place of its first).

    What goes wrong inside ends as the asset's state: refused, or failed with a reason. Raises Busy when another job
    holds the asset and Asset.DoesNotExist when it is gone; ends quietly when that happens meanwhile, or when it went on
    without us.
    """
    asset = _claim(asset_id, job)
    folder = new_scratch(f"asset-{asset_id}")
    try:
        yield Work(asset, folder)
    except (Superseded, Gone) as end:
        logger.info("Stopped working on %s: %s", asset_id, end)
    except Exception as error:
        if isinstance(error, FileNotFoundError) and not store().exists(asset.original):
            fail(asset, ORIGINAL_MISSING)
        else:
            fail_because(asset, error)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if asset.claim:
            Asset.objects.filter(pk=asset_id, claim=asset.claim).update(claim="", seconds_left=None)


def new_scratch(name: str) -> Path:
    """An empty folder for the job called `name`. What a killed run of the same job left on this machine goes."""
    scratch: Path = settings.BOUQUET_VAR / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    for left in scratch.glob(f"{name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = scratch / f"{name}-{new_code(6)}"
    folder.mkdir()
    return folder


def require_room(folder: Path) -> None:
    """OutOfSpace when this machine has less than a quarter of the floor at which uploads are refused."""
    if shutil.disk_usage(folder).free < settings.BOUQUET_FREE_SPACE_FLOOR_BYTES // 4:
        raise OutOfSpace


def _claim(asset_id: uuid.UUID, job: str) -> Asset:
    """The row, marked as ours. The mark holds the job and a number: an older run of the same job loses its hold."""
    claim = f"{job}:{new_code(6)}"
    free = Q(claim="") | Q(claim__startswith=f"{job}:") | Q(heartbeat_at__lt=clock.now() - STALE)
    taken = Asset.objects.filter(free, pk=asset_id).update(claim=claim, heartbeat_at=clock.now())
    asset = Asset.objects.get(pk=asset_id)
    if not taken:
        raise Busy(str(asset_id))
    return asset
