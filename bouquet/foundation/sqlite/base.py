"""Django's SQLite engine, with a fair writers' lock.

SQLite lets one writer in at a time and makes the others poll; under load one of them may wait for seconds. A file
lock (flock) taken before BEGIN IMMEDIATE queues writers in the kernel instead, across threads and processes.
Measured: docs/decisions/0002-sqlite-fair-lock.md.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the lock from BEGIN to COMMIT or ROLLBACK."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lock_file: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_way()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            self._give_way()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_way()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._give_way()

    def _close(self) -> None:
        super()._close()  # type: ignore[misc]
        self._give_way()

    def _take_turn(self) -> None:
        if self._lock_file is not None or self.is_in_memory_db():
            return
        path = f"{self.settings_dict['NAME']}.writers"
        lock_file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX)
        except BaseException:
            os.close(lock_file)
            raise
        self._lock_file = lock_file

    def _give_way(self) -> None:
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None
