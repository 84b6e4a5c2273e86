"""The home feed of a member of 200 tribes, in a network of 100,000 posts and of a million; and what an author waits for
when they post to a tribe of 50,000 members. On SQLite, and on PostgreSQL where the machine has one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from bench.filling import fill
from bench.results import Result, Row, apart, row, show
from bench.serving import ROOT, free_port

DATABASE = "BENCH_FEED_DATABASE"
STEPS = (100_000, 1_000_000)
TRIBES, MINE, FOLLOWED, AUTHORS, CROWD = 2_000, 200, 20, 200, 50_000
MOST_QUERIES, MOST_CPU_MS, MOST_GROWTH, MOST_WAIT_MS = 10, 8.0, 1.5, 100.0
SPAN = timedelta(days=365)


def run() -> Result:
    """Needs three minutes or so: a million posts are written, twice with PostgreSQL."""
    result = apart("feed")
    programs = postgresql()
    if programs is None:
        return result
    from tests.postgresql import private_postgresql

    with private_postgresql(programs) as address:
        os.environ[DATABASE] = address
        try:
            result["rows"] += apart("feed")["rows"]
        finally:
            del os.environ[DATABASE]
    return result


def measure() -> Result:
    """In a process whose settings are the bench's own, on one database."""
    address = os.environ.get(DATABASE, "")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "BOUQUET_VAR": folder,
            "BOUQUET_DATABASE_URL": address,
            "BOUQUET_DEMO": "0",
            "BOUQUET_PORT": str(free_port()),
            "BOUQUET_PAGES_PORT": str(free_port()),
            "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        }
        from bouquet.config.environment import read_environment
        from bouquet.config.preparing import prepare

        prepare(read_environment(), say=lambda _: None)
        import django

        django.setup()
        name = "PostgreSQL" if address else "SQLite"
        member, authors = _people()
        tribes = _tribes(member, authors)
        curve = []
        for step, before in zip(STEPS, (0, *STEPS), strict=False):
            _write_posts(step - before, tribes, authors)
            _settle()
            curve.append(_costs(member))
        rows = [*_feed_rows(name, curve), _fan_out(name, authors[0])]
        return {"name": "feed", "rows": rows}


def _costs(member: Any) -> dict[str, float]:
    from django.test import Client

    client = Client(HTTP_HOST=_host())
    client.force_login(member)
    return {
        "home": _cpu_ms(lambda: _get(client, "/")),
        "home, best first": _cpu_ms(lambda: _get(client, "/?sort=best")),
        "home, tenth page": _cpu_ms(lambda: _get(client, _further(client))),
        "queries": _queries(lambda: _get(client, "/")),
    }


# The address of the tenth page, by client: found once.
_tenth: dict[int, str] = {}


def _further(client: Any) -> str:
    """The address of the tenth page, found once."""
    if id(client) not in _tenth:
        path = "/"
        for _ in range(9):
            page = client.get(path).content.decode()
            path = "/" + page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        _tenth[id(client)] = path
    return _tenth[id(client)]


def _feed_rows(name: str, curve: list[dict[str, float]]) -> list[Row]:
    rows = [
        row(f"{name}: home, queries", curve[0]["queries"], goal=f"≤ {MOST_QUERIES}",
            met=max(one["queries"] for one in curve) <= MOST_QUERIES),
        row(f"{name}: home, CPU ms at {STEPS[0]:,} posts", curve[0]["home"], goal=f"≤ {MOST_CPU_MS:g} ms",
            met=curve[0]["home"] <= MOST_CPU_MS),
    ]  # fmt: skip
    for what in ("home", "home, tenth page", "home, best first"):
        first, last = curve[0][what], curve[-1][what]
        rows.append(
            row(
                f"{name}: {what}, CPU ms at {STEPS[-1]:,} against {STEPS[0]:,}",
                last,
                floor=first,
                goal=f"≤ {MOST_GROWTH:g} ×",
                met=last <= MOST_GROWTH * first,
            )
        )
    return rows


def _fan_out(name: str, author: Any) -> Row:
    """What the author waits for: the post is written and the telling begun, whatever the number of members."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.foundation.clock import clock
    from bouquet.sites.tribes.actions import posting
    from bouquet.sites.tribes.models import Membership, Role, Tribe

    people = [Account(handle=f"crowd{number}", display_name=f"Crowd {number}") for number in range(CROWD)]
    Account.objects.bulk_create(people, 1000)
    tribe = Tribe.objects.create(slug="stadium", name="Stadium", members_count=CROWD + 1)
    Membership.objects.create(tribe=tribe, account=author, role=Role.FOUNDER)
    Membership.objects.bulk_create([Membership(tribe=tribe, account=one, rings_bell=True) for one in people], 1000)
    waits = []
    for number in range(9):
        # Nobody may post nine times at once.
        with clock.travel(timedelta(hours=number)):
            began = time.perf_counter()
            posting.publish(by=author, tribe=tribe, text=f"Goal {number}!")
            waits.append((time.perf_counter() - began) * 1000)
    wait = median(waits)
    return row(
        f"{name}: posting to {CROWD:,} members, ms", wait, goal=f"< {MOST_WAIT_MS:g} ms", met=wait < MOST_WAIT_MS
    )


def _people() -> tuple[Any, list[Any]]:
    from bouquet.capabilities.accounts.actions.opening import open_account
    from bouquet.capabilities.accounts.models import Account

    born = date(1999, 6, 15)
    member = open_account(
        email="karim@example.org", handle="karim", display_name="Karim", birth_date=born, verified=True
    )
    authors = [Account(handle=f"author{number}", display_name=f"Author {number}") for number in range(AUTHORS)]
    Account.objects.bulk_create(authors, 500)
    return member, authors


def _tribes(member: Any, authors: list[Any]) -> list[Any]:
    from bouquet.capabilities.accounts.models import Follow
    from bouquet.foundation.clock import clock
    from bouquet.sites.tribes.models import Membership, Tribe

    tribes = [Tribe(slug=f"t{number}", name=f"Tribe {number}", members_count=40) for number in range(TRIBES)]
    Tribe.objects.bulk_create(tribes, 500)
    Membership.objects.bulk_create([Membership(tribe=tribe, account=member) for tribe in tribes[:MINE]], 500)
    Follow.objects.bulk_create(
        [Follow(follower=member, followed=one, accepted_at=clock.now()) for one in authors[:FOLLOWED]]
    )
    return tribes


def _write_posts(count: int, tribes: list[Any], authors: list[Any]) -> None:
    """Rows as posting writes them, one in fifty on its author's own page; posting them one by one would take hours."""
    from bouquet.sites.tribes.models import Post

    fields = Post._meta.concrete_fields
    fill(Post._meta.db_table, [str(field.column) for field in fields], _rows(count, tribes, authors, fields))


def _rows(count: int, tribes: list[Any], authors: list[Any], fields: Any) -> Iterator[tuple[Any, ...]]:
    from django.db import connection

    from bouquet.foundation.clock import clock
    from bouquet.sites.tribes.engine.keys import key_at
    from bouquet.sites.tribes.models import Audience, Post

    def adapted(name: str, value: Any) -> Any:
        return Post._meta.get_field(name).get_db_prep_save(value, connection)  # type: ignore[union-attr]

    now, pattern = clock.now(), Post(author=authors[0], tribe=tribes[0])
    pattern.say("Qui grimpe demain ? Je propose **18 h**, on finit par des frites. " * 3)
    same = {field.name: field.get_db_prep_save(field.pre_save(pattern, True), connection) for field in fields}
    for number in range(count):
        at = now - SPAN * (secrets.randbelow(10**9) / 10**9)
        own = number % 50 == 0
        author = authors[number % AUTHORS if not own else (number // 50) % AUTHORS]
        tribe = None if own else tribes[secrets.randbelow(len(tribes))]
        values = {
            "id": adapted("id", UUID(int=key_at(at).int | secrets.randbits(62))),
            "code": secrets.token_hex(5) + "x",
            "author": adapted("author", author.pk),
            "tribe": adapted("tribe", tribe.pk if tribe else None),
            "audience": Audience.EVERYONE.value if own else Audience.TRIBE.value,
            "posted_at": adapted("posted_at", at),
        }
        yield tuple(values.get(field.name, same[field.name]) for field in fields)


def _settle() -> None:
    """Every tribe and every author knows their newest post, as after posting; the database knows its tables."""
    from django.db import connection
    from django.db.models import OuterRef, Subquery

    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.tribes.models import Post, Profile, Tribe

    last = Post.objects.filter(tribe=OuterRef("pk"), is_shown=True).order_by("-pk").values("pk")[:1]
    Tribe.objects.update(last_post_id=Subquery(last))
    for account in Account.objects.filter(handle__startswith="author"):
        own = Post.objects.filter(author=account, tribe=None, is_shown=True).order_by("-pk").first()
        Profile.objects.update_or_create(account=account, defaults={"last_post_id": own.pk if own else None})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _get(client: Any, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")


def _cpu_ms(do: Callable[[], None]) -> float:
    for _ in range(5):
        do()
    costs = []
    for _ in range(30):
        began = time.process_time()
        do()
        costs.append((time.process_time() - began) * 1000)
    return median(costs)


def _queries(do: Callable[[], None]) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        do()
    return len(queries)


def _host() -> str:
    from bouquet.foundation.brands.current import network

    return network().brand_showing("tribes").host


def postgresql() -> Path | None:
    """Where the programs of a PostgreSQL are, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    known = shutil.which("initdb")
    return found[0].parent if found else (Path(known).parent if known else None)


if __name__ == "__main__":
    os.chdir(ROOT)
    show(measure)
