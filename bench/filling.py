"""Rows by the hundred thousand, as fast as each database takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

CHUNK = 20_000


def fill(table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    """Write `rows`, whose values are as the database stores them, into `table`: names of our own, never typed ones."""
    from django.db import connection, transaction

    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for values in rows:
                    copy.write_row(values)
            return
        statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
        while chunk := list(islice(rows, CHUNK)):
            # Or every row is a transaction of its own.
            with transaction.atomic():
                cursor.executemany(statement, chunk)
