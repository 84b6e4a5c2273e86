"""Rooms: what it costs to tell many people something that is written down first, against a bare stream on the same
server; and whether a room of a million messages opens as one of ten thousand does.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles
from typing import Any

import uvloop

from bench.filling import fill
from bench.results import Result, Row, apart, row, show
from bench.serving import ROOT, Server, free_port, granian, running
from bench.streams import Told, open_tabs, talk

DATABASE = "BENCH_MESSAGING_DATABASE"
STEPS = (10_000, 1_000_000)
WARM_SECONDS, TALK_SECONDS, REST_SECONDS = 3.0, 20.0, 2.0
MOST_US, MOST_P99_MS, MOST_WRITE_MS, MOST_KB, MOST_GROWTH = 40.0, 500.0, 20.0, 10.0, 1.5


@dataclass(frozen=True)
class Scene:
    """`rooms` with `clients` in each, and `rate` messages a second over all of them."""

    rooms: int
    clients: int
    rate: float

    @property
    def name(self) -> str:
        return f"{self.rooms:,} × {self.clients:,} clients, {self.rate:g} messages/s"

    @property
    def streams(self) -> int:
        return self.rooms * self.clients


# As many deliveries a second in both: what a message costs to write weighs twenty times as much in the small rooms.
SCENES = (Scene(1, 1_000, 5), Scene(200, 50, 100))


@dataclass(frozen=True)
class Measured:
    """Of one scene, on one server."""

    us: float
    p99_ms: float
    write_ms: float
    kilobytes: float
    length: int


def run() -> Result:
    """Needs about six minutes: ten thousand browsers come, a million messages are written, twice with PostgreSQL."""
    from bench.feed import postgresql

    result = apart("messaging")
    programs = postgresql()
    if programs is None:
        return result
    from tests.postgresql import private_postgresql

    with private_postgresql(programs) as address:
        os.environ[DATABASE] = address
        try:
            result["rows"] += apart("messaging")["rows"]
        finally:
            del os.environ[DATABASE]
    return result


def measure() -> Result:
    """In a process whose settings are the bench's own, on one database."""
    address = os.environ.get(DATABASE, "")
    name = "PostgreSQL" if address else "SQLite"
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
        cookies = _people(max(scene.streams for scene in SCENES))
        rows: list[Row] = []
        for scene in SCENES:
            ours = _in_rooms(scene, cookies)
            rows += _rows(name, scene, ours, _bare(scene, ours.length))
        return {"name": "messaging", "rows": [*rows, *_long_room(name)]}


def _rows(name: str, scene: Scene, ours: Measured, floor: Measured) -> list[Row]:
    what = f"{name}, {scene.name}"
    return [
        row(f"{what}: CPU µs a delivery, writing and permissions included", ours.us, floor=floor.us,
            goal=f"≤ {MOST_US:g} µs", met=ours.us <= MOST_US),
        row(f"{what}: p99 from sending to every screen, ms", ours.p99_ms, floor=floor.p99_ms,
            goal=f"< {MOST_P99_MS:g} ms", met=ours.p99_ms < MOST_P99_MS),
        row(f"{what}: p95 from sending to durable, ms", ours.write_ms,
            goal=f"≤ {MOST_WRITE_MS:g} ms", met=ours.write_ms <= MOST_WRITE_MS),
        row(f"{what}: memory of an idle stream, kB more than a bare one", ours.kilobytes - floor.kilobytes,
            floor=floor.kilobytes, goal=f"≤ {MOST_KB:g} kB", met=ours.kilobytes - floor.kilobytes <= MOST_KB),
    ]  # fmt: skip


# What every message costs


def _in_rooms(scene: Scene, cookies: list[tuple[Any, str]]) -> Measured:
    codes = _rooms(scene, cookies)
    port, host = free_port(), _host()
    clients = [(code, *cookies[number * scene.clients + one]) for number, (code, _) in enumerate(codes)
               for one in range(scene.clients)]  # fmt: skip
    seqs = dict(codes)

    def look(code: str, cookie: str) -> bytes:
        return (
            f"GET /live/stream?rooms={code}:{seqs[code]} HTTP/1.1\r\nHost: {host}\r\nCookie: session={cookie}\r\n\r\n"
        ).encode()

    def said(number: int, now: int) -> bytes:
        # Each time by somebody else, in the next room.
        room = number % scene.rooms
        code, _, cookie = clients[room * scene.clients + (number // scene.rooms) % scene.clients]
        body = json.dumps({"kind": "post", "client": secrets.token_hex(8), "text": f"t{now} on part à 18 h ?"})
        data = body.encode()
        return (
            f"POST /live/rooms/{code} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: session={cookie}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        ).encode() + data

    os.environ |= {"BOUQUET_PORT": str(port)}
    with running(granian("bouquet.config.live:app", port=port), port=port) as server:
        found: Measured = uvloop.run(
            _measured(server, scene, [look(code, cookie) for code, _, cookie in clients], said)
        )
    return found


def _bare(scene: Scene, length: int) -> Measured:
    """`length`: of what our streams carry for the same message, in bytes."""
    port = free_port()
    more = "x" * max(0, length - 60)

    def said(number: int, now: int) -> bytes:
        body = f'event: log\ndata: {{"text":"t{now}{more}"}}\n\n'
        return f"POST /{number % scene.rooms} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()

    looks = [f"GET /{number % scene.rooms} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for number in range(scene.streams)]
    with running(granian("bench.streams:bare", port=port), port=port) as server:
        found: Measured = uvloop.run(_measured(server, scene, looks, said))
    return found


async def _measured(server: Server, scene: Scene, looks: list[bytes], said: Callable[[int, int], bytes]) -> Measured:
    import asyncio

    told = Told()
    # The apps are loaded, and one of each has come and gone.
    for tab in await open_tabs(server.port, looks[:50], told):
        tab.transport.close()
    await asyncio.sleep(REST_SECONDS)
    empty = server.rss_bytes()
    tabs = await open_tabs(server.port, looks, told)
    if told.refused:
        raise RuntimeError(f"{told.refused} streams were not let in.")
    await asyncio.sleep(REST_SECONDS)
    kilobytes = (server.rss_bytes() - empty) / len(tabs) / 1000
    await talk(server.port, scene.rate, WARM_SECONDS, said)
    await asyncio.sleep(REST_SECONDS)
    told.deliveries, told.seconds = 0, []
    before = server.cpu_seconds()
    waits, refused = await talk(server.port, scene.rate, TALK_SECONDS, said)
    await asyncio.sleep(REST_SECONDS)
    spent = server.cpu_seconds() - before
    expected = len(waits) * scene.clients
    if refused or told.deliveries != expected:
        raise RuntimeError(f"{refused} messages were refused, {told.deliveries} of {expected} deliveries came.")
    for tab in tabs:
        tab.transport.close()
    return Measured(
        us=spent / told.deliveries * 1e6,
        p99_ms=quantiles(told.seconds, n=100)[98] * 1000,
        write_ms=quantiles(waits, n=20)[18] * 1000,
        kilobytes=kilobytes,
        length=len(told.last),
    )


# Who is there


def _people(count: int) -> list[tuple[Any, str]]:
    """Members, each with a session: their key and its cookie."""
    from bouquet.capabilities.accounts.models import Account, Session, SignIn
    from bouquet.capabilities.accounts.models.signin import SessionStore
    from bouquet.foundation.clock import clock

    now = clock.now()
    people = [
        Account(handle=f"person{number}", display_name=f"Person {number}", birth_date=date(1990, 1, 1))
        for number in range(count)
    ]
    Account.objects.bulk_create(people, 1000)
    signs = [SignIn(account=one, proof=one.get_session_auth_hash()) for one in people]
    SignIn.objects.bulk_create(signs, 1000)
    data, until = SessionStore().encode({}), now + timedelta(days=1)
    sessions = [
        Session(session_key=secrets.token_hex(16), session_data=data, expire_date=until, sign_in=one) for one in signs
    ]
    Session.objects.bulk_create(sessions, 1000)
    return [(person.pk, one.session_key) for person, one in zip(people, sessions, strict=True)]


def _rooms(scene: Scene, cookies: list[tuple[Any, str]]) -> list[tuple[str, int]]:
    """Rooms with their members: code and number of each."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.messaging.actions import opening
    from bouquet.capabilities.messaging.models import Member, Room
    from bouquet.capabilities.moderation.models import Pace

    made = []
    for number in range(scene.rooms):
        inside = [key for key, _ in cookies[number * scene.clients : (number + 1) * scene.clients]]
        room = opening.open_room(by=Account.objects.get(pk=inside[0]), name=f"Salon {number}")
        Member.objects.bulk_create([Member(room=room, account_id=key) for key in inside[1:]], 1000)
        Room.objects.filter(pk=room.pk).update(members_count=scene.clients)
        made.append((room.code, Room.objects.get(pk=room.pk).seq))
    Pace.objects.all().delete()
    return made


# A long room


def _long_room(name: str) -> list[Row]:
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.messaging.actions import joining, opening
    from bouquet.capabilities.messaging.models import Room

    authors = list(Account.objects.order_by("handle")[:50])
    reader = authors[7]
    room = opening.open_room(by=authors[0], name="Un long salon")
    joining.join(room=room, by=reader)
    curve: list[dict[str, float]] = []
    for step, before in zip(STEPS, (0, *STEPS), strict=False):
        _fill(room, authors, step - before)
        curve.append(_costs(Room.objects.get(pk=room.pk), reader))
    return [
        row(f"{name}, a room of {STEPS[-1]:,} messages: {what}, CPU ms (floor: of {STEPS[0]:,})", curve[-1][what],
            floor=curve[0][what], goal=f"≤ {MOST_GROWTH:g} ×", met=curve[-1][what] <= MOST_GROWTH * curve[0][what])
        for what in curve[0]
    ]  # fmt: skip


def _costs(room: Any, reader: Any) -> dict[str, float]:
    from bouquet.capabilities.messaging.actions import reading, searching, showing

    half = room.seq // 2
    return {
        "opening it": _cpu_ms(lambda: showing.snapshot(showing.reader_of(room, reader))),
        "its middle": _cpu_ms(lambda: showing.history(showing.reader_of(room, reader), around=half)),
        "a word everybody uses": _cpu_ms(lambda: searching.find(words="part", visitor=reader, room=room)),
        "a rare word": _cpu_ms(lambda: searching.find(words="bateau2400", visitor=reader, room=room)),
        "one's list of rooms": _cpu_ms(lambda: reading.heads_of(reader)),
    }


def _fill(room: Any, authors: list[Any], count: int) -> None:
    """Messages and the log of them, as posting writes both; posting them one by one would take hours."""
    from django.db import connection

    from bouquet.capabilities.messaging.actions.wording import to_find
    from bouquet.capabilities.messaging.models import Event, Message, Room
    from bouquet.foundation.clock import clock
    from bouquet.foundation.ids.keys import new_key

    kept = Room.objects.get(pk=room.pk)
    keys = [new_key() for _ in range(count)]
    now = clock.now()

    def rows(model: Any, pattern: Any, values: Callable[[int], dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
        fields = [field for field in model._meta.concrete_fields if field.attname != "id" or model is Message]
        same = {field.name: field.get_db_prep_save(field.pre_save(pattern, True), connection) for field in fields}
        for number in range(count):
            own = {
                name: model._meta.get_field(name).get_db_prep_save(value, connection)
                for name, value in values(number).items()
            }
            yield tuple(own.get(field.name, same[field.name]) for field in fields)

    def columns(model: Any) -> list[str]:
        return [field.column for field in model._meta.concrete_fields if field.attname != "id" or model is Message]

    def message(number: int) -> dict[str, Any]:
        seq = kept.seq + number + 1
        text = f"On part à 18 h, bateau{seq} ?"
        return {
            "id": keys[number], "seq": seq, "rev": seq, "author": authors[number % len(authors)].pk, "text": text,
            "html": f"<p>{text}</p>", "words": to_find(text), "made_at": now,
        }  # fmt: skip

    def event(number: int) -> dict[str, Any]:
        seq = kept.seq + number + 1
        return {"seq": seq, "message": keys[number], "author": authors[number % len(authors)].pk, "made_at": now}

    fill(
        Message._meta.db_table,
        columns(Message),
        rows(Message, Message(room=room, seq=0, rev=0, author=authors[0]), message),
    )
    fill(Event._meta.db_table, columns(Event), rows(Event, Event(room=room, seq=0, kind=Event.Kind.POST), event))
    Room.objects.filter(pk=room.pk).update(seq=kept.seq + count, posts_count=kept.posts_count + count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _cpu_ms(do: Callable[[], object]) -> float:
    """Of this process: SQLite works in it; PostgreSQL does not, so there the time that passes counts."""
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    for _ in range(5):
        do()
    costs = []
    for _ in range(30):
        began = clock()
        do()
        costs.append((clock() - began) * 1000)
    return median(costs)


def _host() -> str:
    from bouquet.foundation.brands.current import network

    return network().brand_showing("chat").host


if __name__ == "__main__":
    os.chdir(ROOT)
    show(measure)
