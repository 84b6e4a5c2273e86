"""Django's SQLite engine, with a fair writers' lock.

SQLite lets one writer in at a time and makes the others poll; under load one of them may wait for seconds. A file
lock (flock) taken before BEGIN IMMEDIATE, and around a write outside any transaction, queues writers in the kernel
instead, across threads and processes. Measured: docs/decisions/0002-sqlite-fair-lock.md.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "VACUUM")


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the lock from BEGIN to COMMIT or ROLLBACK, and while a lone statement writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lock_file: int | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=lambda connection: FairCursor(connection, self))

    @contextmanager
    def turn_for(self, query: str) -> Iterator[None]:
        """The writers' turn while the block lasts, if `query` writes and nothing holds the turn already."""
        if self._lock_file is not None or not query.lstrip().upper().startswith(_WRITES):
            yield
            return
        self._take_turn()
        try:
            yield
        finally:
            self._give_way()

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


class FairCursor(base.SQLiteCursorWrapper):
    """A cursor whose lone writes wait for their turn too."""

    def __init__(self, connection: Any, wrapper: DatabaseWrapper) -> None:
        super().__init__(connection)
        self._wrapper = wrapper

    def execute(self, query: str, params: Iterable[Any] | None = None) -> FairCursor:  # type: ignore[override]
        with self._wrapper.turn_for(query):
            super().execute(query, params)
        return self

    def executemany(self, query: str, param_list: Iterable[Iterable[Any]]) -> FairCursor:  # type: ignore[override]
        with self._wrapper.turn_for(query):
            super().executemany(query, param_list)
        return self
