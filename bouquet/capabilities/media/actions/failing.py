"""Our machinery failed on an asset: the reason is kept, and a retry leads on."""

from __future__ import annotations

import errno
import logging
from typing import Any

from django.db import transaction

from bouquet.capabilities.media.actions import changing
from bouquet.capabilities.media.actions.changing import Superseded
from bouquet.capabilities.media.engine.refusals import Refused
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.media.models.sentences import BROKE_OFF, NO_SPACE

logger = logging.getLogger(__name__)

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


class OutOfSpace(Exception):
    """The disk of this machine is nearly full: better to stop than to fill it."""


def fail(asset: Asset, code: str) -> None:
    """`asset` failed because of `code` (see `models.sentences`), unless it went on without us."""
    _end(asset, Asset.State.FAILED, failure_code=code)


def fail_because(asset: Asset, error: Exception) -> None:
    """The end that `error` means for `asset`: refused when the file is at fault, failed when we are."""
    if isinstance(error, Refused) and asset.can_become(Asset.State.REFUSED):
        logger.info("%s is refused: %s %s", asset.pk, error.code, error.params)
        _end(asset, Asset.State.REFUSED, refusal_code=error.code, refusal_params=error.params)
    else:
        logger.error("The work on %s failed", asset.pk, exc_info=error)
        is_full = isinstance(error, OutOfSpace) or (isinstance(error, OSError) and error.errno in _DISK_FULL)
        fail(asset, NO_SPACE if is_full else BROKE_OFF)


@transaction.atomic
def _end(asset: Asset, state: str, **values: Any) -> None:
    try:
        changing.enter(asset, state, **values)
    except Superseded:
        return
