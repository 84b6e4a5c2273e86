"""One at a time: whoever indexes a thing asks its app what it is and writes that down before the next one asks."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def take_turn(kind: str, keys: Iterable[UUID]) -> None:
    """Until the end of the running transaction, which on SQLite is the turn itself (0002-sqlite-fair-lock)."""
    if connection.vendor == "sqlite":
        return
    names = sorted(f"discovery:{kind}:{key}" for key in keys)
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
