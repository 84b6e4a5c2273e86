"""The processes one installation is made of, as `bin/run` starts them. docs/map.md says why each is apart."""

from __future__ import annotations

import os
import resource
import sys
from dataclasses import dataclass

from bouquet.config.environment import Environment

MOST_FILES = 100_000


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
        Process("live", (*_granian("asgi", "bouquet.config.live:app", env.port), *serving_live())),
    )


def serving_live() -> tuple[str, ...]:
    """How Granian serves the live door: every open tab keeps a connection, and by itself it would take in a thousand
    and leave all others waiting. As many as the process may have files open, a few kept for the files themselves."""
    most = allow_many_files()
    return ("--loop", "uvloop", "--backlog", "4096", "--backpressure", str(max(most - 512, most // 2)))


def allow_many_files() -> int:
    """What is started from here may open as many files as the machine allows it, within reason (getrlimit(2)): how
    many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < MOST_FILES:
        soft = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST_FILES if soft == resource.RLIM_INFINITY else min(soft, MOST_FILES)


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
