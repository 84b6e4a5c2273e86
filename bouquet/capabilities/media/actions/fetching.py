"""Fetch the file at an address a member gave."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q

from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.actions.uploads import require_space_for
from bouquet.capabilities.media.engine.fetching import fetching
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden
from bouquet.capabilities.media.engine.fetching.failures import NotFetched
from bouquet.capabilities.media.engine.fetching.transport import GuardedTransport
from bouquet.capabilities.media.models import Asset, Import
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code

logger = logging.getLogger(__name__)

_STALE: Final = timedelta(seconds=120)
# An import always becomes the same asset, however often its job runs.
_ASSETS: Final = uuid.UUID("6f1c5f0a-2f0e-5a53-9d0f-4a7b3c1e8d20")


class _Superseded(Exception):
    """Another job fetches it now, or its owner dismissed it."""


def new_transport() -> GuardedTransport:
    """How files are fetched: only from public addresses, at the configured ports."""
    return GuardedTransport(ports=settings.BOUQUET_IMPORT_PORTS)


def fetch(import_id: uuid.UUID, *, job: str, transport: Callable[[], GuardedTransport] = new_transport) -> None:
    """Fetch and hand over. Safe to repeat: goes on where it broke off, and makes one asset only."""
    wanted = _claimed(import_id, job)
    if wanted is None:
        return
    folder = settings.BOUQUET_VAR / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{import_id}.bin"
    try:
        if not Asset.objects.filter(pk=_asset_id(wanted)).exists():
            limit = min(settings.BOUQUET_MAX_UPLOAD_BYTES, policies.quota_left(wanted.owner))
            report = _Report(wanted)
            found = fetching.fetch(
                wanted.address, target, transport=transport(), most_bytes=limit, on_bytes=report.tell
            )
            name = found.name
        else:
            name = ""
        asset = receive_file(
            path=target,
            owner=wanted.owner,
            purpose=wanted.purpose,
            file_name=name,
            origin=Asset.Origin.IMPORT,
            asset_id=_asset_id(wanted),
        )
        _end(wanted, Import.State.DONE, asset=asset)
    except _Superseded:
        return
    except (NotFetched, Forbidden, policies.CannotReceive, OSError) as error:
        logger.info("The import %s was not fetched: %r", wanted.pk, error)
        code, params = _code(error)
        _end(wanted, Import.State.FAILED, error_code=code, error_params=params)
    except Exception:
        # Nobody foresaw it: the member may try again, and the job ends as failed, with its trace, for the operator.
        _end(wanted, Import.State.FAILED, error_code=NotFetched.FAULT, error_params={})
        raise
    for left in (target, target.with_suffix(".json")):
        left.unlink(missing_ok=True)


def _claimed(import_id: uuid.UUID, job: str) -> Import | None:
    going = (Import.State.WAITING, Import.State.FETCHING)
    free = Q(claim="") | Q(claim__startswith=f"{job}:") | Q(heartbeat_at__lt=clock.now() - _STALE)
    taken = Import.objects.filter(free, pk=import_id, state__in=going).update(
        claim=f"{job}:{new_code(6)}", heartbeat_at=clock.now(), state=Import.State.FETCHING
    )
    return Import.objects.select_related("owner").filter(pk=import_id).first() if taken else None


def _asset_id(wanted: Import) -> uuid.UUID:
    return uuid.uuid5(_ASSETS, str(wanted.pk))


def _end(wanted: Import, state: str, **values: object) -> None:
    Import.objects.filter(pk=wanted.pk, claim=wanted.claim).update(state=state, claim="", **values)


def _code(error: Exception) -> tuple[str, dict[str, str | int]]:
    if isinstance(error, NotFetched):
        return error.code, error.params
    if isinstance(error, Forbidden):
        return error.reason, {}
    if isinstance(error, policies.QuotaExceeded | policies.TooLarge):
        return NotFetched.TOO_LARGE, {"limit_bytes": settings.BOUQUET_MAX_UPLOAD_BYTES}
    return "no_space", {}


class _Report:
    """Writes how many bytes came, at most once a second; ends the job when the disk fills or another has it."""

    def __init__(self, wanted: Import) -> None:
        self.wanted = wanted
        self._written_at = 0.0

    def tell(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._written_at < 1:
            return
        self._written_at = now
        require_space_for(0)
        mine = Import.objects.filter(pk=self.wanted.pk, claim=self.wanted.claim)
        if not mine.update(bytes_done=done, bytes_total=total, heartbeat_at=clock.now()):
            raise _Superseded
