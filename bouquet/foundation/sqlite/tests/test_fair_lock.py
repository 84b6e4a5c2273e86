"""Many writers at once, in threads and in processes, on a database file of their own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
# Runs in a process of its own: Django's settings can be configured once per process.
WRITER = """
import sys, threading, time
from django.conf import settings
settings.configure(
    INSTALLED_APPS=[],
    DATABASES={"default": {
        "ENGINE": "bouquet.foundation.sqlite", "NAME": sys.argv[1],
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 0.2, "init_command": "PRAGMA journal_mode=WAL"},
    }},
)
import django
django.setup()
from django.db import connection, transaction

def in_transactions(times):
    for _ in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT n FROM counter")
            (n,) = cursor.fetchone()
            time.sleep(0.0005)
            cursor.execute("UPDATE counter SET n = %s", [n + 1])
    connection.close()

def alone(times):
    for _ in range(times):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE counter SET n = n + 1 RETURNING n")
            cursor.fetchone()
    connection.close()

failures = []
def guarded(work, times):
    try:
        work(times)
    except Exception as error:
        failures.append(repr(error))

threads = [threading.Thread(target=guarded, args=(work, 60)) for work in (in_transactions, in_transactions, alone)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
sys.exit("; ".join(failures) or 0)
"""


def test_nothing_is_lost_and_nobody_is_told_locked(tmp_path: Path) -> None:

    database = tmp_path / "house.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE counter (n integer)")
        connection.execute("INSERT INTO counter VALUES (0)")
    connection.close()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(database)], env=env, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    # A writer waits 0.2 s at most inside SQLite: without the queue before it, some would be told "locked".
    complaints = [writer.communicate(timeout=60)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], complaints
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT n FROM counter").fetchone() == (3 * 3 * 60,)
    connection.close()
