"""What an app puts into a member's copy of their data. It says so in its `apps.py`:

    register_export("videos", collect)

where `collect(account)` yields `ExportFile`s: JSON made from rows, or files of the store. It must yield as it goes,
never build everything first: a member may have a hundred gigabytes here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from bouquet.capabilities.accounts.models import Account


@dataclass(frozen=True)
class ExportFile:
    """One file of the ZIP: `name` is its path in there; `parts` are its bytes, or `stored` a key of the store."""

    name: str
    parts: Iterable[bytes] = ()
    stored: str = ""


Collector = Callable[[Account], Iterator[ExportFile]]
collectors: dict[str, Collector] = {}


def register_export(name: str, collector: Collector) -> None:
    """Have `collector` asked for every copy; its files lie in the folder `name/`."""
    collectors[name] = collector


def as_json(name: str, rows: Iterable[Any]) -> ExportFile:
    """A JSON array, one row a line, written as the rows come."""
    return ExportFile(name, _json_parts(rows))


def _json_parts(rows: Iterable[Any]) -> Iterator[bytes]:
    yield b"["
    for number, row in enumerate(rows):
        yield b",\n" if number else b"\n"
        yield json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    yield b"\n]\n"
