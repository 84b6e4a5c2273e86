"""The processes one installation is made of, as `bin/run` starts them. docs/map.md says why each is apart."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from bouquet.config.environment import Environment


@dataclass(frozen=True)
class Process:
    """A program that runs until it is told to stop. `niceness` is 0 for what a visitor waits for, more for the rest."""

    name: str
    command: tuple[str, ...]
    niceness: int = 0


def doors(env: Environment) -> tuple[Process, ...]:
    """What answers visitors: the live door on the public port, and the pages behind it."""
    pages = _granian("wsgi", "bouquet.config.wsgi:application", env.pages_port)
    # A thread waits for the database or a mail server now and then; more of them only fight for the interpreter.
    pages += ("--blocking-threads", str(max(4, 2 * _cores())))
    return (
        Process("pages", pages),
        Process("live", (*_granian("asgi", "bouquet.config.live:app", env.port), "--loop", "uvloop")),
    )


def engine_room(*, media_workers: int | None = None) -> tuple[Process, ...]:
    """What works behind the doors: jobs, media jobs, what runs by itself, and the mail that members send in."""
    media = media_workers if media_workers is not None else max(2, _cores() // 2)
    return (
        Process("worker", _manage("work", "--queues", "default"), niceness=2),
        *(
            Process(f"media-{number}", _manage("work", "--queues", "media"), niceness=10)
            for number in range(1, media + 1)
        ),
        Process("keeper", _manage("keep"), niceness=2),
        Process("mail", _manage("listen_for_mail"), niceness=2),
    )


def _granian(interface: str, target: str, port: int) -> tuple[str, ...]:
    # One process each: the live door keeps counts in memory, and the pages share one database connection per thread.
    return (
        *(sys.executable, "-m", "granian", target, "--interface", interface),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--no-ws"),
        *("--log-level", "warning", "--workers-kill-timeout", "3"),
    )


def _manage(*command: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "django", *command)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
