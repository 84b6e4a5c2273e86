"""The keeper and its chores."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from bouquet.foundation.tasks import schedule


@pytest.fixture
def chores(monkeypatch: pytest.MonkeyPatch) -> dict[str, schedule.Chore]:
    """An empty list of chores, for the time of the test."""
    mine: dict[str, schedule.Chore] = {}
    monkeypatch.setattr(schedule, "chores", mine)
    monkeypatch.setattr("bouquet.foundation.tasks.management.commands.keep.chores", mine)
    return mine


def test_a_chore_that_fails_keeps_no_other_from_running(
    chores: dict[str, schedule.Chore], caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    def breaks() -> None:
        raise RuntimeError("the broom is gone")

    def sweeps() -> None:
        done.append("swept")

    schedule.every(seconds=1, do=breaks)
    schedule.every(seconds=1, do=sweeps)
    call_command("keep", "--once")
    assert done == ["swept"]
    assert "the broom is gone" in caplog.text


def test_a_chore_given_twice_runs_once(chores: dict[str, schedule.Chore]) -> None:
    done = []

    def sweeps() -> None:
        done.append("swept")

    schedule.every(seconds=1, do=sweeps)
    schedule.every(seconds=5, do=sweeps)
    call_command("keep", "--once")
    assert done == ["swept"]
    assert [chore.seconds for chore in chores.values()] == [5]
