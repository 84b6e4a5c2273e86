"""What surrounds a test: the shared media files, the clock, events and jobs that run when the test says so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.crypto import get_random_string

from bouquet.foundation.clock import clock
from bouquet.foundation.live.kept_parts import forget_all

ROOT = Path(__file__).resolve().parents[1]
HOST = "wideo.m6.localhost"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """No test sees a part of a page that another has drawn."""
    forget_all()


@pytest.fixture(scope="session")
def shared_media() -> Path:
    """The folder of real video files beside the project (`../shared/media`, or `$BOUQUET_SHARED/media`)."""
    folder = Path(os.environ.get("BOUQUET_SHARED", ROOT.parent / "shared")) / "media"
    if not (folder / "MEDIA.md").exists():
        pytest.skip(f"the real media files are not here ({folder})")
    return folder


@pytest.fixture
def client() -> Client:
    """A visitor of Wideo."""
    return Client(HTTP_HOST=HOST)


@pytest.fixture
def travel() -> Callable[[timedelta], AbstractContextManager[None]]:
    """`with travel(timedelta(hours=1)):` the block happens an hour later."""
    return clock.travel


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[None]]:
    """`with committed():` what the block announced is delivered at its end, as after a real commit."""

    @contextmanager
    def block() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return block


@pytest.fixture
def work_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """`work_off()` runs every job that waits, here and now, until none is left."""

    def run() -> None:
        from django_tasks_db.management.commands import db_worker

        # A worker drops connections that are left in a transaction, and on PostgreSQL the test's own is in one.
        monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
        db_worker.Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        ).run()

    return run
