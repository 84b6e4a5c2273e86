"""A worker dies; its job does not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bouquet.foundation.clock import clock
from bouquet.foundation.tasks import takeover
from bouquet.foundation.tasks.models import WorkerHeartbeat
from bouquet.foundation.tasks.tests.naps import nap

ROOT = Path(__file__).resolve().parents[4]
LATER = timedelta(minutes=1)


def job_of(*workers: str) -> DBTaskResult[..., str]:
    """A job that the last of `workers` is running."""
    job: DBTaskResult[..., str] = DBTaskResult.objects.get(pk=nap.enqueue("/nowhere").id)
    for worker in workers:
        job.claim(worker)
    return job


def state_of(job: DBTaskResult[..., str]) -> str:
    job.refresh_from_db()
    return str(job.status)


@pytest.mark.django_db
def test_the_job_of_a_worker_that_beats_is_left_alone() -> None:
    job = job_of("alive")
    with clock.travel(LATER):
        takeover.beat("alive")
        assert takeover.take_over_from_the_dead() == 0
    assert state_of(job) == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_the_job_of_a_silent_worker_is_given_to_the_next_one() -> None:
    takeover.beat("dead")
    job = job_of("dead")
    with clock.travel(timedelta(seconds=20)):
        assert takeover.take_over_from_the_dead() == 0, "one missed beat is no death"
    with clock.travel(timedelta(seconds=45)):
        assert takeover.take_over_from_the_dead() == 1
        assert takeover.take_over_from_the_dead() == 0
    assert state_of(job) == TaskResultStatus.READY


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up_with_a_reason() -> None:
    job = job_of("one", "two", "three", "four", "five")
    assert takeover.take_over_from_the_dead() == 1
    assert state_of(job) == TaskResultStatus.FAILED
    assert "5 workers died" in job.traceback


@pytest.mark.django_db
def test_a_job_that_ended_meanwhile_stays_ended() -> None:
    job = job_of("dead")
    stale = DBTaskResult.objects.get(pk=job.pk)
    job.set_successful("rested")
    assert takeover._give_back(stale) == 0
    assert state_of(job) == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db
def test_a_worker_that_ends_in_good_order_is_forgotten() -> None:
    takeover.beat("tidy")
    takeover.leave("tidy")
    assert not WorkerHeartbeat.objects.exists()


@pytest.mark.django_db
def test_names_of_workers_long_dead_are_forgotten() -> None:
    takeover.beat("long dead")
    with clock.travel(timedelta(days=2)):
        takeover.take_over_from_the_dead()
    assert not WorkerHeartbeat.objects.exists()


def test_a_worker_killed_in_the_middle_of_a_job_has_it_finished_by_another(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bouquet.foundation.tasks.tests.small_settings",
        "NAPS_DATABASE": str(tmp_path / "naps.sqlite3"),
        "PYTHONPATH": str(ROOT),
    }

    def django(*command: str) -> list[str]:
        return [sys.executable, "-m", "django", *command]

    def shell(script: str) -> str:
        setup = "import django; django.setup()\n"
        return subprocess.run(
            [sys.executable, "-c", setup + script], env=env, check=True, capture_output=True, text=True, timeout=60
        ).stdout

    subprocess.run(django("migrate", "--verbosity=0"), env=env, check=True, timeout=60)
    shell(f"from bouquet.foundation.tasks.tests.naps import nap; nap.enqueue({str(diary)!r})")
    first = subprocess.Popen(django("work", "--interval", "0.1"), env=env)
    deadline = time.monotonic() + 30
    while not diary.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    first.kill()
    first.wait()
    shell(
        "from datetime import timedelta\n"
        "from bouquet.foundation.clock import clock\n"
        "from bouquet.foundation.tasks import takeover\n"
        "with clock.travel(timedelta(minutes=1)):\n"
        "    assert takeover.take_over_from_the_dead() == 1\n"
    )
    subprocess.run(django("work", "--batch", "--interval", "0.1"), env=env, check=True, timeout=60)
    ended = shell(
        "from django_tasks_db.models import DBTaskResult\n"
        "job = DBTaskResult.objects.get()\n"
        "print(job.status, job.return_value, len(set(job.worker_ids)))"
    )
    assert ended.split() == ["SUCCESSFUL", "rested", "2"]
    assert diary.read_text(encoding="utf-8") == "asleep\nasleep\n"
