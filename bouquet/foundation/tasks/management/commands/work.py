"""`bin/manage work`: a worker of the job queue, with a heartbeat."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from bouquet.foundation.tasks import takeover

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run jobs until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default="*", help="which queues, with commas between (default: all)")
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks at an empty queue")
        parser.add_argument("--batch", action="store_true", help="end when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        worker_id = get_random_string(32)
        takeover.beat(worker_id)
        stopped = threading.Event()
        heart = threading.Thread(target=_keep_beating, args=(worker_id, stopped), daemon=True)
        heart.start()
        worker = Worker(
            queue_names=options["queues"].split(","),
            interval=options["interval"],
            batch=options["batch"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        try:
            worker.run()
        finally:
            stopped.set()
            heart.join()
            takeover.leave(worker_id)


def _keep_beating(worker_id: str, stopped: threading.Event) -> None:
    try:
        while not stopped.wait(takeover.HEARTBEAT_SECONDS):
            try:
                takeover.beat(worker_id)
            except Exception:
                logger.exception(
                    "A heartbeat could not be written; the next one is tried in %s s", takeover.HEARTBEAT_SECONDS
                )
    finally:
        connection.close()
