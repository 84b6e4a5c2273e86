"""`bin/manage keep`: the keeper, which runs the chores of every app, each in its own rhythm."""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from bouquet.foundation.tasks.schedule import Chore, chores

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run what runs by itself: redelivery of events, take-over of dead workers' jobs, and every app's chores."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run every chore once, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            for chore in chores.values():
                _run(chore)
            return
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        due = dict.fromkeys(chores, 0.0)
        while not stopped.is_set():
            close_old_connections()
            for name, chore in chores.items():
                if time.monotonic() >= due[name] and not stopped.is_set():
                    _run(chore)
                    due[name] = time.monotonic() + chore.seconds
            stopped.wait(max(0.05, min(due.values()) - time.monotonic()))


def _run(chore: Chore) -> None:
    """One chore that fails must not keep the others from running."""
    try:
        chore.do()
    except Exception:
        logger.exception("The chore %s failed; it is tried again in %s s", chore.name, chore.seconds)
