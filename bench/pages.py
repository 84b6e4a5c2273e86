"""Pages: anonymous home and watch against the same bytes from the server's memory; what a member's watch page costs;
and whether either grows with the number of videos.

The floor is the same server with a handler that sends the very bytes a visitor gets, headers and all.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise, repeat
from pathlib import Path
from statistics import median
from typing import Any

from bench.loading import fire, request
from bench.results import Result, Row, apart, row, show, typical
from bench.serving import ROOT, Server, free_port, granian, running

STEPS = (1_000, 10_000, 100_000)
ROUNDS = 15
SECONDS = 0.4
RATE_GOAL, MOST_QUERIES, MOST_CPU_MS = 0.6, 12, 5.0
# What "does not grow" means between the first step and the last: noise is a few tenths of a millisecond.
MOST_GROWTH = 1.5
FLOOR_FILE = "BENCH_PAGES_FLOOR"


class FromMemory:
    """An ASGI app that sends what is in a file, and nothing else."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[list[Any], bytes]] = {}
        if path := os.environ.get(FLOOR_FILE):
            for place, (headers, body) in json.loads(Path(path).read_text()).items():
                pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
                self.answers[place] = (pairs, bytes.fromhex(body))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for kind in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{kind}.complete"})
            return
        headers, body = self.answers[scope["path"]]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


from_memory = FromMemory()


def run() -> Result:
    """Needs about a minute and a half: a hundred thousand videos are written."""
    return apart("pages")


def measure() -> Result:
    """In a process whose settings are the bench's own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "BOUQUET_VAR": folder,
            "BOUQUET_DATABASE_URL": "",
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
        people = _people()
        rows: list[Row] = []
        curve: list[dict[str, float]] = []
        for before, step in pairwise((0, *STEPS)):
            if before:
                _multiply_videos(step - before)
            else:
                _write_videos(people[0], step)
            curve.append(_costs(people[1]))
            if step == STEPS[0]:
                rows += _rates(Path(folder))
        return {"name": "pages", "rows": rows + _member_rows(curve[0]) + _growth_rows(curve)}


def _rates(folder: Path) -> list[Row]:
    from django.conf import settings

    host, code = _host(), _a_code()
    places = {"home": "/", "watch": f"/v/{code}"}
    rows = []
    pages_port, live_port, floor_port = settings.BOUQUET_PAGES_PORT, settings.BOUQUET_PORT, free_port()
    pages = granian(
        "bouquet.config.wsgi:application", port=pages_port, interface="wsgi", more=("--blocking-threads", "4")
    )
    with (
        running(pages, port=pages_port),
        running(granian("bouquet.config.live:app", port=live_port), port=live_port) as live,
    ):
        known = folder / "floor.json"
        known.write_text(json.dumps({path: fetched(live.port, path, host) for path in places.values()}))
        env = {FLOOR_FILE: str(known)}
        with running(granian("bench.pages:from_memory", port=floor_port), port=floor_port, env=env) as floor:
            for name, path in places.items():
                raw = request(path, "Accept-Encoding: gzip", host=host)
                rows += compare(f"anonymous {name}, gzip", live, floor, raw)
    return rows


def compare(what: str, live: Server, floor: Server, raw: bytes) -> list[Row]:
    """The rate at which `live` answers `raw`, beside that of `floor`, in turn."""
    rates: dict[str, list[float]] = {"live": [], "floor": []}
    cpu: dict[str, list[float]] = {"live": [], "floor": []}
    for _ in range(ROUNDS):
        for name, server in (("floor", floor), ("live", live)):
            before = server.cpu_seconds()
            outcome = fire(server.port, repeat(raw), connections=16, seconds=SECONDS)
            if set(outcome.statuses) != {200}:
                raise RuntimeError(f"{what}: {dict(outcome.statuses)}")
            rates[name].append(outcome.rate)
            cpu[name].append((server.cpu_seconds() - before) / outcome.requests * 1e6)
    rate, least = typical(rates["live"], rates["floor"])
    goal = f"≥ {RATE_GOAL:.0%} of memory"
    return [
        row(f"{what} (pages/s)", rate, floor=least, goal=goal, met=rate >= RATE_GOAL * least),
        row(f"{what} (CPU µs)", median(cpu["live"]), floor=median(cpu["floor"])),
    ]


def fetched(port: int, path: str, host: str) -> tuple[list[tuple[str, str]], str]:
    """Headers and body as a visitor gets them, the pages being warm."""
    import http.client

    for _ in range(20):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers={"Host": host, "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        if response.status == 200 and response.headers["ETag"]:
            own = {"server", "date"}
            return [(name, value) for name, value in response.getheaders() if name.lower() not in own], body.hex()
        time.sleep(1)
    raise RuntimeError(f"{path} is not kept: {response.status} {dict(response.headers)}")


def _costs(member: Any) -> dict[str, float]:
    """CPU milliseconds and queries of pages that no cache helps with."""
    from django.test import Client

    anonymous, signed_in = Client(), Client()
    signed_in.force_login(member)
    path = f"/v/{_a_code()}"
    return {
        "watch, signed in": cpu_ms(lambda: _get(signed_in, path)),
        "watch, anonymous and not kept": cpu_ms(lambda: _get(anonymous, path)),
        "home, signed in": cpu_ms(lambda: _get(signed_in, "/")),
        "home, anonymous and not kept": cpu_ms(lambda: _get(anonymous, "/")),
        "queries": _queries(lambda: _get(signed_in, path)),
    }


def _get(client: Any, path: str) -> None:
    response = client.get(path, HTTP_HOST=_host())
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")


def cpu_ms(do: Callable[[], None]) -> float:
    """What `do` costs this process, the median of thirty times."""
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


def _member_rows(costs: dict[str, float]) -> list[Row]:
    queries, cpu = costs["queries"], costs["watch, signed in"]
    return [
        row("watch, signed in: queries", queries, goal=f"≤ {MOST_QUERIES}", met=queries <= MOST_QUERIES),
        row("watch, signed in: CPU ms", cpu, goal=f"≤ {MOST_CPU_MS:g} ms", met=cpu <= MOST_CPU_MS),
    ]


def _growth_rows(curve: list[dict[str, float]]) -> list[Row]:
    rows = []
    for name in curve[0]:
        if name == "queries":
            continue
        steps = [costs[name] for costs in curve]
        shown = " → ".join(f"{cost:.1f}" for cost in steps)
        rows.append(
            row(
                f"{name}: CPU ms at {', '.join(f'{step:,}' for step in STEPS)} videos: {shown}",
                steps[-1],
                floor=steps[0],
                goal=f"≤ {MOST_GROWTH:g} × the first",
                met=steps[-1] <= MOST_GROWTH * steps[0],
            )
        )
    return rows


def _people() -> list[Any]:
    """An author and a member."""
    from bouquet.capabilities.accounts.actions.opening import open_account

    return [
        open_account(
            email=f"{handle}@example.org",
            handle=handle,
            display_name=handle.title(),
            birth_date=date(1985, 6, 15),
            verified=True,
        )
        for handle in ("ines", "karim")
    ]


def _write_videos(author: Any, count: int) -> None:
    """Public videos with their files, written as rows: publishing them one by one would take hours."""
    from bouquet.capabilities.media.models import Asset
    from bouquet.foundation.clock import clock
    from bouquet.sites.videos.models import Category, Video
    from bouquet.sites.videos.models.states import State

    now = clock.now()
    file = {"owner": author, "purpose": "videos", "origin": Asset.Origin.UPLOAD, "state": Asset.State.READY}
    file |= {"is_public": True, "master": "master.1.m3u8", "poster": "poster1", "has_storyboard": True}
    file |= {"width": 1280, "height": 720, "duration_seconds": 222.0, "playable_at": now, "ready_at": now}
    assets = Asset.objects.bulk_create([Asset(**file) for _ in range(count)], 500)
    categories = list(Category.objects.all())
    videos = [
        Video(
            author=author,
            asset=asset,
            state=State.PUBLISHED,
            published_at=now - timedelta(minutes=number),
            category=categories[number % len(categories)] if categories else None,
            views_count=number * 7,
            week_views=number % 997,
        )
        for number, asset in enumerate(assets)
    ]
    for number, video in enumerate(videos):
        video.describe(title="Un été à Douarnenez", description="Le port, **la criée**, la lumière du soir. " * 20)
        video.lasts(222.0)
        video.related_ids = [videos[(number * 7919 + step * 13) % count].pk.hex for step in range(1, 13)]
    Video.objects.bulk_create(videos, 500)


def _multiply_videos(missing: int) -> None:
    """More of the same, copied by the database, each with an address, a date and views of its own."""
    from django.db import connection

    from bouquet.sites.videos.models import Video

    own = {
        "id": "lower(hex(randomblob(16)))",
        "code": "substr(lower(hex(randomblob(8))), 1, 11)",
        "published_at": "strftime('%Y-%m-%d %H:%M:%f', published_at, '-' || (abs(random()) % 50000000) || ' seconds')",
        "week_views": "abs(random()) % 997",
    }
    table = Video._meta.db_table
    columns = [str(field.column) for field in Video._meta.concrete_fields]
    values = ", ".join(own.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        while missing > 0:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} LIMIT %s", [missing]
            )
            missing -= cursor.rowcount
        cursor.execute("ANALYZE")


def _a_code() -> str:
    """The address of a video that has neighbours."""
    from bouquet.sites.videos.models import Video

    codes = Video.objects.order_by("-pk").values_list("code", flat=True)
    return str(codes.first())


def _host() -> str:
    from bouquet.foundation.brands.current import network

    return network().shown[0].host


if __name__ == "__main__":
    os.chdir(ROOT)
    show(measure)
