"""A thousand members react to one thing at the same moment, from several processes: is the count exact?

On SQLite, and on PostgreSQL when it is installed. Some change their minds, others take their reaction back, at the same
moment too. The floor of the rate is as many threads that insert a row and count it, and do nothing else.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.results import Result, Row, apart, row, show
from bench.serving import ROOT, free_port

MEMBERS = 1_000
PROCESSES, THREADS = 4, 8
KIND = "bench.thing"
FIRST, SECOND = "❤️", "🔥"


def run() -> Result:
    """Needs about a minute."""
    return apart("reactions")


def measure() -> Result:
    """Each database in processes of its own."""
    rows = _at("")
    with _postgresql() as address:
        rows += _at(address) if address else [row("PostgreSQL is not installed here", 0)]
    return {"name": "reactions", "rows": rows}


def _at(database: str) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "BOUQUET_VAR": folder,
            "BOUQUET_DATABASE_URL": database,
            "BOUQUET_DEMO": "0",
            "BOUQUET_PORT": str(free_port()),
            "BOUQUET_PAGES_PORT": str(free_port()),
            "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        }
        with multiprocessing.get_context("spawn").Pool(1, _begin, (environment,)) as one:
            key, members = one.apply(_prepared, (MEMBERS,))
        name = "PostgreSQL" if database else "SQLite"
        with multiprocessing.get_context("spawn").Pool(PROCESSES, _begin, (environment,)) as pool:
            parts = [members[start::PROCESSES] for start in range(PROCESSES)]
            # Every process has started and connected before the clock does.
            pool.map(_ready, range(PROCESSES * 4))
            floor = _timed(pool, "insert", key, parts)
            took = _timed(pool, "react", key, parts)
            counted = pool.apply(_counted, (key,))
            _timed(pool, "waver", key, parts)
            wavered = pool.apply(_counted, (key,))
    kept = sum(1 for number in range(MEMBERS) if number % 3)
    exact = {"rows": kept, SECOND: kept}
    return [
        row(
            f"{name}: {MEMBERS:,} reactions at once, counted",
            counted.get(FIRST, 0),
            floor=MEMBERS,
            goal="exact",
            met=counted == {"rows": MEMBERS, FIRST: MEMBERS},
        ),
        row(
            f"{name}: after all but a third changed to another, the rest took theirs back",
            wavered.get(SECOND, 0),
            floor=kept,
            goal="exact",
            met=wavered == exact,
        ),
        row(f"{name}: reactions per second, everything included", MEMBERS / took, floor=MEMBERS / floor),
    ]


def _begin(environment: dict[str, str]) -> None:
    os.environ |= environment
    import django

    django.setup()


def _prepared(count: int) -> tuple[UUID, list[UUID]]:
    """The tables, the members, and the thing they react to."""
    from django.core.management import call_command

    from bench.comments import open_accounts
    from bouquet.foundation.ids.keys import new_key

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return new_key(), [account.pk for account in open_accounts(count)]


def _ready(_number: int) -> None:
    from django.db import connection

    connection.ensure_connection()
    time.sleep(0.05)


def _timed(pool: Any, what: str, key: UUID, parts: list[list[UUID]]) -> float:
    began = time.perf_counter()
    pool.starmap(_together, [(what, key, part) for part in parts], chunksize=1)
    return time.perf_counter() - began


def _together(what: str, key: UUID, members: list[UUID]) -> None:
    """All of `members` at once, as far as the threads go."""
    from django.db import connections

    _know_the_thing(key)
    do = {"insert": _insert, "react": _react, "waver": _waver}[what]

    def each(some: list[UUID]) -> None:
        # A thread's connection is closed by nobody else: PostgreSQL would soon take no more of them.
        try:
            for member in some:
                do(key, member)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(each, [members[start::THREADS] for start in range(THREADS)]))


def _react(key: UUID, member: UUID) -> None:
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.comments.actions.reacting import react
    from bouquet.foundation.subjects.subject import Ref

    react(ref=Ref(KIND, key), by=Account.objects.get(pk=member), emoji=FIRST)


def _waver(key: UUID, member: UUID) -> None:
    """By their number: a third takes it back, twice over; the others choose another emoji."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.comments.actions.reacting import react, unreact
    from bouquet.foundation.subjects.subject import Ref

    account = Account.objects.get(pk=member)
    if int(account.handle.removeprefix("member")) % 3:
        react(ref=Ref(KIND, key), by=account, emoji=SECOND)
    else:
        unreact(ref=Ref(KIND, key), by=account)
        unreact(ref=Ref(KIND, key), by=account)


def _insert(key: UUID, member: UUID) -> None:
    """The floor: a row, and one more on a counter."""
    from django.db import transaction

    from bouquet.capabilities.comments.actions.tallying import count
    from bouquet.capabilities.comments.models import SubjectReaction
    from bouquet.foundation.subjects.subject import Ref

    floor = Ref("bench.floor", key)
    with transaction.atomic():
        SubjectReaction.objects.create(kind=floor.kind, key=floor.key, account_id=member, emoji=FIRST)
        count(floor, FIRST, +1)


def _counted(key: UUID) -> dict[str, int]:
    """The counters that are not at zero, and the rows they count."""
    from bouquet.capabilities.comments.models import SubjectReaction, Tally

    tallies = Tally.objects.filter(kind=KIND, key=key, count__gt=0).values_list("what", "count")
    return {"rows": SubjectReaction.objects.filter(kind=KIND, key=key).count(), **dict(tallies)}


def _know_the_thing(key: UUID) -> None:
    from bouquet.foundation.clock import clock
    from bouquet.foundation.subjects.registry import register_kind
    from bouquet.foundation.subjects.subject import Kind, Ref, Subject

    class ThingKind(Kind):
        name, label, icon = KIND, "a thing", "box"

        def find(self, keys: Any) -> Any:
            return {one: Subject(Ref(KIND, one), "Un été", "http://localhost/", None, clock.now()) for one in keys}

        def visible_to(self, visitor: Any, keys: Any) -> Any:
            return set(keys)

        def moderate(self, key: Any, standing: Any, *, label: str = "") -> None:
            raise AssertionError("nobody moderates these")

    register_kind(ThingKind())


@contextmanager
def _postgresql() -> Iterator[str]:
    """The address of a database of the bench's own; empty where PostgreSQL is not installed."""
    from tests.postgresql import private_postgresql

    found = [*map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), shutil.which("initdb") or ""]
    found = [path for path in found if path]
    if not found:
        yield ""
        return
    with private_postgresql(Path(found[0]).parent) as address:
        yield address


if __name__ == "__main__":
    os.chdir(ROOT)
    show(measure)
