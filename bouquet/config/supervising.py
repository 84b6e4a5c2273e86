"""Keeps processes running: starts them, shows what they say, starts again what ended, and ends all of it together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bouquet.config.processes import Process

LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 30.0
# What does not end by itself in this time is killed; a job cut short that way is taken over at the next start.
PATIENCE_SECONDS = 3.0
LARGEST_LOG_BYTES = 10_000_000
_PR_SET_PDEATHSIG = 1


@dataclass
class Running:
    """One process and its history. `due_at` is when it is started next, in `time.monotonic()`."""

    process: Process
    log: IO[str]
    is_once: bool = False
    child: subprocess.Popen[bytes] | None = None
    unfinished: bytes = b""
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = 1.0
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=15))


class Supervisor:
    """`say` shows a line to the person at the terminal; `is_loud` shows every line of every process as well."""

    def __init__(self, *, env: Mapping[str, str], logs: Path, say: Callable[[str], None], is_loud: bool) -> None:
        self._env, self._logs, self._say, self._is_loud = dict(env), logs, say, is_loud
        self._all: list[Running] = []
        self._selector = selectors.DefaultSelector()
        self._is_stopping = False
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, processes: Iterable[Process]) -> None:
        """Start them, and again whenever one ends."""
        for process in processes:
            self._add(process, is_once=False)

    def start_once(self, process: Process) -> None:
        """Start something that ends by itself; every line it prints is shown, and it is not started again."""
        self._add(process, is_once=True)

    def stop_on_signals(self) -> None:
        """Ctrl-C, `kill`, and the terminal that closes all end `run()`."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def run(self, *, until: Callable[[], bool] = lambda: False) -> bool:
        """Look after the processes until `until()` (True) or a signal (False)."""
        while not self._is_stopping:
            if until():
                return True
            for key, _events in self._selector.select(timeout=0.1):
                self._hear(key.data)
            for running in self._all:
                self._look_after(running)
        return False

    def end(self) -> None:
        """End every process and everything it started."""
        children = [running.child for running in self._all if running.child is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            _end_group(child)
        for running in self._all:
            running.log.close()

    def _stop(self, number: int, frame: object) -> None:
        self._is_stopping = True

    def _add(self, process: Process, *, is_once: bool) -> None:
        running = Running(process, _log(self._logs / f"{process.name}.log"), is_once=is_once)
        self._all.append(running)
        self._launch(running)

    def _launch(self, running: Running) -> None:
        niceness = running.process.niceness

        def before_it_runs() -> None:
            os.nice(niceness)
            end_with_parent()

        # A session of its own: Ctrl-C reaches this process only, and whatever the child starts can be ended with it.
        running.child = subprocess.Popen(
            running.process.command,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=before_it_runs,
        )
        running.started_at = time.monotonic()
        running.last_lines.clear()
        if running.child.stdout is not None:
            os.set_blocking(running.child.stdout.fileno(), False)
            self._selector.register(running.child.stdout, selectors.EVENT_READ, running)

    def _hear(self, running: Running) -> None:
        """Take in what it said since the last time; returns at once."""
        if running.child is None or running.child.stdout is None:
            return
        try:
            said = os.read(running.child.stdout.fileno(), 65536)
        except BlockingIOError:
            return
        if not said:
            self._selector.unregister(running.child.stdout)
            running.child.stdout.close()
            running.child.stdout = None
        *lines, running.unfinished = (running.unfinished + said).split(b"\n")
        for line in lines:
            self._show(running, line.decode(errors="replace").rstrip())

    def _show(self, running: Running, line: str) -> None:
        running.last_lines.append(line)
        running.log.write(f"{line}\n")
        running.log.flush()
        if running.is_once or self._is_loud or " ERROR " in line or " CRITICAL " in line:
            self._say(f"{running.process.name} │ {line}")

    def _look_after(self, running: Running) -> None:
        now = time.monotonic()
        if running.child is None:
            if not running.is_once and now >= running.due_at:
                self._launch(running)
            return
        status = running.child.poll()
        if status is None:
            return
        _end_group(running.child)
        while running.child.stdout is not None:
            self._hear(running)
        running.child = None
        if running.is_once and status == 0:
            return
        if running.is_once:
            self._say(f"{running.process.name} failed ({_reason(status)}); it goes on at the next start.")
            return
        if now - running.started_at > STEADY_AFTER_SECONDS:
            running.pause = 1.0
        self._say(f"{running.process.name} ended ({_reason(status)}); it is started again in {running.pause:.0f} s.")
        for line in running.last_lines:
            self._say(f"{running.process.name} │ {line}")
        running.due_at = now + running.pause
        running.pause = min(LONGEST_PAUSE_SECONDS, running.pause * 2)


def _reason(status: int) -> str:
    return f"exit {status}" if status >= 0 else f"killed by {signal.Signals(-status).name}"


def _log(path: Path) -> IO[str]:
    if path.exists() and path.stat().st_size > LARGEST_LOG_BYTES:
        path.replace(path.with_suffix(".old.log"))
    return path.open("a", encoding="utf-8")


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """Kill what a process left behind, ffmpeg above all."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    child.wait()


def end_with_parent() -> None:
    """Linux: the child is told to stop even when its supervisor is killed without a word (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
