"""What `bin/run` starts stays up, and ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bouquet.config.environment import ROOT
from bouquet.config.processes import Process, doors, engine_room
from bouquet.config.supervising import Supervisor


def python(name: str, script: str) -> Process:
    return Process(name, (sys.executable, "-u", "-c", script))


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(env=dict(os.environ), logs=tmp_path / "logs", say=said.append, is_loud=False)
    yield made
    made.end()


def soon(is_true: Callable[[], bool], *, seconds: float = 20) -> Callable[[], bool]:
    """For `run(until=…)`: true when `is_true`, and a failure after `seconds`."""
    deadline = time.monotonic() + seconds

    def check() -> bool:
        assert time.monotonic() < deadline, "it did not happen in time"
        return is_true()

    return check


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_process_that_crashes_is_started_again_and_it_is_said(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    times = tmp_path / "times"
    script = f"open({str(times)!r}, 'a').write('x'); print('the reason'); raise SystemExit(3)"
    supervisor.start([python("shaky", script)])
    supervisor.run(until=soon(lambda: times.exists() and len(times.read_text()) >= 2))
    assert "shaky ended (exit 3); it is started again in 1 s." in said
    assert "shaky │ the reason" in said, "its last words are shown"


def test_the_pause_before_a_new_start_grows(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start([python("shaky", "raise SystemExit(3)")])
    supervisor.run(until=soon(lambda: sum("ended" in line for line in said) >= 3))
    pauses = [line.rpartition(" in ")[2] for line in said if "ended" in line]
    assert pauses == ["1 s.", "2 s.", "4 s."]


def test_a_process_that_is_killed_is_said_to_be(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start([python("shot", "import os; os.kill(os.getpid(), 9)")])
    supervisor.run(until=soon(lambda: bool(said)))
    assert said[0].startswith("shot ended (killed by SIGKILL)")


def test_processes_are_quiet_and_logged_but_errors_are_shown(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    script = "import time; print('12:00 INFO all is well'); print('12:01 ERROR all is lost'); time.sleep(60)"
    supervisor.start([python("talker", script)])
    supervisor.run(until=soon(lambda: bool(said)))
    assert said == ["talker │ 12:01 ERROR all is lost"]
    assert (tmp_path / "logs" / "talker.log").read_text().splitlines() == [
        "12:00 INFO all is well",
        "12:01 ERROR all is lost",
    ]


def test_what_runs_once_is_shown_and_not_started_again(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start_once(python("seed", "print('24 of 24')"))
    began = time.monotonic()
    supervisor.run(until=lambda: time.monotonic() - began > 2.5)
    assert said == ["seed │ 24 of 24"]


def test_ending_ends_what_a_process_had_started_too(tmp_path: Path, said: list[str]) -> None:
    """ffmpeg, above all; also when the process itself does not listen."""
    note = tmp_path / "pids"
    script = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(120)'])\n"
        f"open({str(note)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}} ')\n"
        "time.sleep(120)\n"
    )
    supervisor = Supervisor(env=dict(os.environ), logs=tmp_path / "logs", say=said.append, is_loud=False)
    supervisor.start([python("stubborn", script)])
    supervisor.run(until=soon(lambda: note.exists() and note.read_text().endswith(" ")))
    pids = [int(pid) for pid in note.read_text().split()]
    assert all(is_alive(pid) for pid in pids)
    supervisor.end()
    assert not is_alive(pids[0])
    # The orphan is killed at once; that it is buried is up to the system.
    gone = soon(lambda: not is_alive(pids[1]))
    while not gone():
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_it_is_ended_nothing_is_left(tmp_path: Path, number: signal.Signals) -> None:
    note, work, whole_program = tmp_path / "pid", tmp_path / "work.py", tmp_path / "whole.py"
    work.write_text(f"import os, time\nopen({str(note)!r}, 'w').write(f'{{os.getpid()}} ')\ntime.sleep(120)\n")
    whole_program.write_text(
        "import os, sys\n"
        "from pathlib import Path\n"
        "from bouquet.config.processes import Process\n"
        "from bouquet.config.supervising import Supervisor\n"
        f"supervisor = Supervisor(env=dict(os.environ), logs=Path({str(tmp_path)!r}), say=print, is_loud=False)\n"
        "supervisor.stop_on_signals()\n"
        f"supervisor.start([Process('work', (sys.executable, {str(work)!r}))])\n"
        "supervisor.run()\n"
        "supervisor.end()\n"
    )
    whole = subprocess.Popen([sys.executable, str(whole_program)], env={**os.environ, "PYTHONPATH": str(ROOT)})
    deadline = time.monotonic() + 20
    while not (note.exists() and note.read_text().endswith(" ")) and time.monotonic() < deadline:
        time.sleep(0.05)
    worker = int(note.read_text())
    whole.send_signal(number)
    whole.wait(timeout=20)
    while is_alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(worker)


def test_what_a_visitor_waits_for_comes_before_the_rest() -> None:
    from bouquet.config.environment import read_environment

    front, back = doors(read_environment()), engine_room()
    assert {process.name for process in front} == {"pages", "live"}
    assert max(process.niceness for process in front) < min(process.niceness for process in back)
    assert {"worker", "media-1", "keeper", "mail"} <= {process.name for process in back}
