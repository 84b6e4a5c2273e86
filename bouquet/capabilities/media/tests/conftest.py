"""A fresh place for files, and a tiny video that transcodes in a second."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.engine.ffmpeg import executable
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.storage.store import store


@pytest.fixture
def var(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Runtime state of this test alone, with a disk that has room."""
    settings.BOUQUET_VAR = tmp_path / "var"
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 0
    settings.BOUQUET_STORAGE_BUCKET = ""
    store.cache_clear()
    yield settings.BOUQUET_VAR
    store.cache_clear()


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second of moving colours with a tone, 320 × 180, with a place and a device in its tags."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    made = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=1"]
    made += ["-f", "lavfi", "-i", "sine=frequency=440:duration=1", "-c:v", "libx264", "-preset", "ultrafast"]
    made += ["-pix_fmt", "yuv420p", "-c:a", "aac", "-metadata", "location=+48.8566+002.3522/"]
    made += ["-metadata", "com.apple.quicktime.model=iPhone 6", "-movflags", "use_metadata_tags"]
    subprocess.run([executable(), "-hide_banner", "-loglevel", "error", *made, str(path)], check=True)
    return path


@pytest.fixture
def received(var: Path, clip: Path, ines: Account) -> Callable[..., Asset]:
    """`received()`: the tiny video, received from Inès; the file on disk stays."""

    def receive(path: Path = clip, **values: Any) -> Asset:
        asked = {"owner": ines, "purpose": "test", "file_name": path.name, "origin": Asset.Origin.COMMAND}
        return receive_file(path=path, **{**asked, **values})

    return receive


@pytest.fixture
def to_the_end(committed: Any, work_off: Callable[[], None]) -> Callable[[], None]:
    """`to_the_end()`: jobs run, what they announced is delivered, and so on until nothing is left to do."""
    from django_tasks_db.models import DBTaskResult

    def run() -> None:
        while DBTaskResult.objects.ready().exists():
            with committed():
                work_off()

    return run
