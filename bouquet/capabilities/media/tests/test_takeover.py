"""A killed worker's job is taken over; nothing stays in progress for ever."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from bouquet.capabilities.media import tasks
from bouquet.capabilities.media.actions import rescuing
from bouquet.capabilities.media.engine.ffmpeg import executable
from bouquet.capabilities.media.models import Asset

ROOT = Path(__file__).resolve().parents[4]


def test_an_asset_that_no_job_leads_on_is_put_back(
    received: Callable[..., Asset], travel: Any, to_the_end: Callable[[], None]
) -> None:
    asset = received()
    tasks.rescue_the_stuck()
    assert not DBTaskResult.objects.exists(), "its event may still be on its way"
    with travel(timedelta(seconds=90)):
        tasks.rescue_the_stuck()
        tasks.rescue_the_stuck()
        assert DBTaskResult.objects.count() == 1
        to_the_end()
    asset.refresh_from_db()
    assert asset.state == "ready"


def test_an_asset_put_back_in_vain_fails_with_a_reason(received: Callable[..., Asset], travel: Any) -> None:
    asset = received()
    for turn in range(1, 5):
        with travel(timedelta(seconds=90 * turn)):
            tasks.rescue_the_stuck()
            DBTaskResult.objects.all().delete()
    asset.refresh_from_db()
    assert (asset.state, asset.failure_code) == ("failed", "no_worker")


def test_one_that_a_job_waits_for_is_left_alone(received: Callable[..., Asset], travel: Any) -> None:
    asset = received()
    tasks.probe.enqueue(str(asset.pk))
    with travel(timedelta(hours=5)):
        assert list(rescuing.stuck_assets()) == []


@pytest.mark.parametrize(
    ("state", "task"), [("received", "probe"), ("probed", "start"), ("transcoding", "start"), ("playable", "complete")]
)
def test_each_state_has_its_next_step(received: Callable[..., Asset], state: str, task: str) -> None:
    asset = received()
    Asset.objects.filter(pk=asset.pk).update(state=state)
    asset.refresh_from_db()
    tasks.enqueue_next_step(asset)
    assert DBTaskResult.objects.get().task_path.endswith(f".{task}")


class Installation:
    """A database and workers of their own, as `bin/run` starts them."""

    def __init__(self, var: Path) -> None:
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("BOUQUET_")}
        self.env |= {
            "BOUQUET_VAR": str(var),
            "BOUQUET_FREE_SPACE_FLOOR_BYTES": "0",
            "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        }
        self.file = var / "bouquet.sqlite3"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "django", *command], cwd=ROOT, env=self.env, start_new_session=True
        )

    def run(self, *command: str) -> None:
        assert self.start(*command).wait(120) == 0

    def ask(self, question: str) -> Any:
        with sqlite3.connect(self.file, timeout=30) as database:
            return database.execute(question).fetchone()

    def change(self, order: str) -> None:
        with sqlite3.connect(self.file, timeout=30) as database:
            database.execute(order)

    def wait(self, until: Callable[[], bool], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < deadline, "it takes too long"
            time.sleep(0.05)

    def state(self) -> str:
        return str(self.ask("SELECT state FROM media_asset")[0])


RECEIVE = """
from pathlib import Path
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions.receiving import receive_file
owner = Account.objects.create(handle="ines", display_name="Inès")
receive_file(path=Path({path!r}), owner=owner, purpose="test", file_name="film.mp4", origin="command")
"""


def ffmpegs_below(folder: Path) -> list[int]:
    """The running ffmpeg processes that work on files below `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            is_dead = b") Z " in (process / "stat").read_bytes()
        except OSError:
            continue
        if b"ffmpeg" in command and str(folder).encode() in command and not is_dead:
            found.append(int(process.name))
    return found


def test_a_worker_killed_at_work_is_replaced_and_its_ffmpeg_dies_with_it(tmp_path: Path) -> None:
    var = tmp_path / "var"
    film = tmp_path / "film.mp4"
    made = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=30", "-c:v", "libx264"]
    command = [executable(), "-loglevel", "error", *made, "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(film)]
    subprocess.run(command, check=True)
    house = Installation(var)
    house.run("migrate", "-v0")
    house.run("shell", "-v0", "-c", RECEIVE.format(path=str(film)))
    first = house.start("work", "--queues", "media,default")
    try:
        house.wait(lambda: house.state() in {"transcoding", "playable"} and bool(ffmpegs_below(var)))
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        house.wait(lambda: ffmpegs_below(var) == [], seconds=5)
        assert house.state() in {"transcoding", "playable"}
        # The keeper waits thirty seconds before it believes that a worker is dead; the test does not.
        house.change("UPDATE work_workerheartbeat SET beat_at = '2026-01-01 00:00:00'")
        house.run("keep", "--once")
        second = house.start("work", "--queues", "media,default", "--batch")
        try:
            house.wait(lambda: house.state() == "ready", seconds=100)
            assert second.wait(20) == 0
        finally:
            _end(second)
    finally:
        _end(first)
    assert house.ask("SELECT percent, claim FROM media_asset") == (100, "")
    assert list((var / "scratch").glob("asset-*")) == []


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
