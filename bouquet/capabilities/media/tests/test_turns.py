"""Two jobs never work on one asset, and the one that comes too early waits for its turn without holding a worker."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from bouquet.capabilities.media import tasks
from bouquet.capabilities.media.actions import completing, probing, processing, starting
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock


@pytest.fixture
def playable(received: Callable[..., Asset], committed: Any) -> Asset:
    """A video that plays, whose better qualities nobody has been asked for."""
    asset = received()
    probing.probe(asset.pk, job="first")
    starting.start(asset.pk, job="second")
    asset.refresh_from_db()
    assert asset.state == "playable"
    return asset


def held(asset: Asset, since: timedelta = timedelta(0)) -> None:
    """Another job holds `asset`, and last said so `since` ago."""
    Asset.objects.filter(pk=asset.pk).update(claim="another:1", heartbeat_at=clock.now() - since)


def released(asset: Asset) -> None:
    """The other job is done."""
    Asset.objects.filter(pk=asset.pk).update(claim="")


def waiting() -> list[DBTaskResult[Any, Any]]:
    """Jobs that are to run later."""
    return [job for job in DBTaskResult.objects.filter(status="READY") if job.run_after > clock.now()]


def its_time_has_come() -> None:
    """Jobs that are to run later are due."""
    DBTaskResult.objects.filter(status="READY").update(run_after=clock.now() - timedelta(days=1))


def test_a_job_that_comes_too_early_runs_when_the_asset_is_free(playable: Asset, work_off: Callable[[], None]) -> None:
    held(playable)
    tasks.complete.enqueue(str(playable.pk))
    work_off()
    [job] = waiting()
    assert job.task_path.endswith("tasks.complete")
    assert job.run_after < clock.now() + timedelta(seconds=3), "nobody waits a minute for the rescue"
    playable.refresh_from_db()
    assert (playable.state, playable.claim) == ("playable", "another:1"), "never two at once"

    released(playable)
    its_time_has_come()
    work_off()
    playable.refresh_from_db()
    assert (playable.state, playable.claim) == ("ready", "")
    assert not DBTaskResult.objects.filter(status="READY").exists()


@pytest.mark.parametrize("task", ["probe", "start", "complete", "join"])
def test_every_step_waits_for_its_turn(playable: Asset, work_off: Callable[[], None], task: str) -> None:
    held(playable)
    getattr(tasks, task).enqueue(str(playable.pk))
    work_off()
    assert [job.task_path.rpartition(".")[2] for job in waiting()] == [task]


def test_who_waits_long_looks_less_often_but_once_a_minute(playable: Asset, work_off: Callable[[], None]) -> None:
    held(playable)
    tasks.complete.enqueue(str(playable.pk))
    delays = []
    for _ in range(9):
        work_off()
        [job] = waiting()
        delays.append((job.run_after - clock.now()).total_seconds())
        its_time_has_come()
    assert delays[:3] == pytest.approx([1, 2, 4], abs=0.9)
    assert delays[-1] == pytest.approx(60, abs=1)


def test_who_waits_takes_over_from_a_holder_that_died(playable: Asset, work_off: Callable[[], None]) -> None:
    held(playable, since=timedelta(seconds=100))
    tasks.complete.enqueue(str(playable.pk))
    work_off()
    assert len(waiting()) == 1
    held(playable, since=timedelta(seconds=130))
    its_time_has_come()
    work_off()
    playable.refresh_from_db()
    assert playable.state == "ready"


def test_nobody_waits_for_an_asset_that_is_gone(playable: Asset, work_off: Callable[[], None]) -> None:
    for task in (tasks.probe, tasks.start, tasks.complete, tasks.join):
        task.enqueue(str(playable.pk))
    Asset.objects.filter(pk=playable.pk).delete()
    work_off()
    assert {job.status for job in DBTaskResult.objects.all()} == {"SUCCESSFUL"}


def test_the_next_job_may_begin_while_the_last_one_clears_up(
    received: Callable[..., Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = received()
    probing.probe(asset.pk, job="first")
    rmtree, seen = shutil.rmtree, []

    def slowly(folder: Any, **how: Any) -> None:
        asset.refresh_from_db()
        if asset.state == "playable":
            # Another worker has taken the next job before this one's folder is gone.
            monkeypatch.undo()
            completing.complete(asset.pk, job="third")
            asset.refresh_from_db()
            seen.append(asset.state)
        rmtree(folder, **how)

    monkeypatch.setattr(shutil, "rmtree", slowly)
    starting.start(asset.pk, job="second")
    assert seen == ["ready"]


def test_what_fails_beside_a_change_of_state_leaves_the_asset_free_and_failed(
    received: Callable[..., Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = received()
    probing.probe(asset.pk, job="first")

    def broken(*_: Any) -> None:
        raise RuntimeError("the rows beside it cannot be written")

    monkeypatch.setattr(starting, "_keep", broken)
    starting.start(asset.pk, job="second")
    asset.refresh_from_db()
    assert (asset.state, asset.claim, asset.failure_code) == ("failed", "", "broke_off")


def test_a_publisher_killed_at_work_is_replaced_not_failed(
    received: Callable[..., Asset], travel: Any, work_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`bin/manage publish` works in its own process: its claim is known to no worker."""
    asset = received()

    def killed(*_: Any, **__: Any) -> None:
        Asset.objects.filter(pk=asset.pk).update(claim="here-abc:1", heartbeat_at=clock.now())
        raise KeyboardInterrupt

    monkeypatch.setattr(probing, "probe", killed)
    with pytest.raises(KeyboardInterrupt):
        processing.process_now(asset)
    monkeypatch.undo()
    for turn in range(1, 13):
        with travel(timedelta(seconds=30 * turn)):
            tasks.rescue_the_stuck()
            its_time_has_come()
            work_off()
    asset.refresh_from_db()
    assert (asset.state, asset.failure_code) != ("failed", "no_worker")
    assert asset.probe_json
