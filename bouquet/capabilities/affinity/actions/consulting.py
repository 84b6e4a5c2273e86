"""The model in use, as this process has it."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from uuid import UUID

from bouquet.capabilities.affinity.engine import arrays
from bouquet.capabilities.affinity.engine.arrays import Model
from bouquet.capabilities.affinity.models import TrainedModel
from bouquet.foundation.storage.store import store

log = logging.getLogger(__name__)
# How long a process may use a model after a newer one was trained.
LOOK_AGAIN_SECONDS = 30


class _Desk:
    """What this process has: the model, which one it is, and when it last looked for a newer one."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.model: Model | None = None
        self.version: UUID | None = None
        self.looked_at = float("-inf")
        self.is_fetching = False


_desk = _Desk()


def model() -> Model | None:
    """The newest model this process has. A file on this machine is mapped at once, which costs the same whatever its
    size; from a store elsewhere it is fetched on a thread, and there is None, or the one before, meanwhile: no request
    waits for a file. At most one query in LOOK_AGAIN_SECONDS."""
    if time.monotonic() - _desk.looked_at > LOOK_AGAIN_SECONDS:
        _desk.looked_at = time.monotonic()
        newest = TrainedModel.objects.first()
        if newest is None:
            _desk.model = _desk.version = None
        elif newest.pk != _desk.version and not _desk.is_fetching:
            _desk.is_fetching = True
            fetch = partial(_fetch, newest.pk, newest.file_key)
            if store().local_path(newest.file_key) is not None:
                fetch()
            else:
                threading.Thread(target=fetch, name="affinity-model", daemon=True).start()
    return _desk.model


def fetch_now() -> Model | None:
    """The newest model, waited for: for commands, tasks and tests."""
    newest = TrainedModel.objects.first()
    if newest is None:
        forget()
    elif newest.pk != _desk.version:
        _fetch(newest.pk, newest.file_key)
    _desk.looked_at = time.monotonic()
    return _desk.model


def forget() -> None:
    """As in a process that has just begun."""
    with _desk.lock:
        _desk.model, _desk.version, _desk.looked_at, _desk.is_fetching = None, None, float("-inf"), False


def _fetch(version: UUID, file_key: str) -> None:
    try:
        # What is mapped stays when the path goes.
        with store().open_local(file_key) as path:
            fetched = arrays.opened(path)
    except (OSError, ValueError):
        # It is answered without a model until the next look; the training task makes another.
        log.exception("the affinity model %s cannot be read", file_key)
    else:
        with _desk.lock:
            _desk.model, _desk.version = fetched, version
    finally:
        _desk.is_fetching = False
