"""View beacons: how many one live process accepts, and whether every one of them is counted, also after a kill -9.

The floor is the same server answering the same requests with nothing but 204.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import threading
import time
from contextlib import AbstractContextManager
from uuid import UUID

from bench.loading import Outcome, fire, request
from bench.results import Result, Row, apart, row, show, typical
from bench.serving import Server, free_port, granian, running

SESSIONS = 4_000
BEACONS = 48_000
ROUNDS = 6
WARM_UP = 2_000
WANTED_PER_SECOND = 5_000
FLOOR_APP = "bench.views:answers_nothing"


async def answers_nothing(scope, receive, send):  # type: ignore[no-untyped-def]
    """The least a server can do with a beacon."""
    if scope["type"] == "lifespan":
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})
        return
    await receive()
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def run() -> Result:
    """Needs about half a minute."""
    return apart("views")


def measure() -> Result:
    """In a process whose settings are the bench's own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "BOUQUET_VAR": folder,
            "BOUQUET_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        rows = [*_rate_and_count(), *_killed()]
    return {"name": "views", "rows": rows}


def _rate_and_count() -> list[Row]:
    video, tokens = _sessions(SESSIONS)
    rounds = [_beacons(tokens, BEACONS // ROUNDS, seed=number) for number in range(ROUNDS)]
    floor_port = free_port()
    floors, rates = [], []
    with running(granian(FLOOR_APP, port=floor_port), port=floor_port) as floor, _live() as server:
        _warm_up(floor, rounds[0])
        _warm_up(server, rounds[0])
        floor_cpu, cpu = floor.cpu_seconds(), server.cpu_seconds()
        for requests in rounds:
            # In turn, so that whatever else the machine does falls on both.
            floors.append(fire(floor.port, requests))
            rates.append(fire(server.port, requests))
        floor_cpu, cpu = floor.cpu_seconds() - floor_cpu, server.cpu_seconds() - cpu
    sent = sum(map(len, rounds))
    rate, least = typical([outcome.rate for outcome in rates], [outcome.rate for outcome in floors])
    accepted = all(set(outcome.statuses) == {204} for outcome in rates)
    took = _count_everything()
    return [
        row(
            "beacons accepted per second by one live process",
            rate,
            floor=least,
            goal=f"≥ {WANTED_PER_SECOND}/s",
            met=rate >= WANTED_PER_SECOND and accepted,
        ),
        row("CPU µs of the live process per beacon", cpu / sent * 1e6, floor=floor_cpu / sent * 1e6),
        row("views counted afterwards", _views(video), floor=SESSIONS, goal="exact", met=_views(video) == SESSIONS),
        row("CPU µs of the keeper per journal line", took / (sent + WARM_UP) * 1e6),
    ]


def _warm_up(server: Server, requests: list[bytes]) -> None:
    fire(server.port, requests[:WARM_UP])


def _killed() -> list[Row]:
    """Kill the live process while beacons pour in. What was answered more than a second before must be counted."""
    video, tokens = _sessions(SESSIONS)
    requests = _beacons_once_each(tokens)
    with _live() as server:
        fire(server.port, [request("/audience/beacons", method="POST")] * 50)
        answered, killed_at = _fire_and_kill(server, requests)
    with _live() as server:
        # The house goes on: whoever was cut off comes back with the same cumulative beacon.
        pass
    _count_everything()
    surely = sum(at < killed_at - 1.0 for at in answered.values())
    views = _views(video)
    return [
        row(
            "views counted after kill -9 (floor: answered over a second before)",
            views,
            floor=surely,
            goal="≥ floor, ≤ sent",
            met=surely <= views <= len(requests),
        ),
        row("views answered and lost with the last second", len(answered) - views),
    ]


def _fire_and_kill(server: Server, requests: list[bytes]) -> tuple[dict[int, float], float]:
    """When each request was answered, and when the process was killed (about two seconds after the beginning)."""
    answered: dict[int, float] = {}
    killed_at = 0.0

    def kill() -> None:
        nonlocal killed_at
        time.sleep(2.0)
        killed_at = time.perf_counter()
        server.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    for start in range(0, len(requests), 50):
        try:
            outcome: Outcome = fire(server.port, requests[start : start + 50], connections=4)
        except OSError:
            break
        now = time.perf_counter()
        answered |= {start + number: now for number in outcome.answered}
        if outcome.broken:
            break
        # Spread over more than the two seconds until the kill.
        time.sleep(0.02)
    killer.join()
    return answered, killed_at


def _live() -> AbstractContextManager[Server]:
    port = free_port()
    env = {"BOUQUET_PORT": str(port), "BOUQUET_PAGES_PORT": str(free_port())}
    return running(granian("bouquet.config.live:app", port=port), port=port, env=env)


def _sessions(count: int) -> tuple[UUID, list[str]]:
    """Sessions of as many people, opened a minute ago, on one video."""
    from bouquet.capabilities.audience.actions.tickets import audience_ticket
    from bouquet.capabilities.audience.engine import tokens
    from bouquet.foundation.ids.keys import new_key

    video = new_key()
    ticket = tokens.read_ticket(audience_ticket("video", video, duration_seconds=300))
    issued = int((time.time() - 60) * 1000)
    return video, [tokens.issue_token(ticket, person=f"p{number:020}", issued=issued) for number in range(count)]


def _beacons(tokens: list[str], count: int, *, seed: int) -> list[bytes]:
    """Each session's beacons, all sessions mixed, ending beyond ten seconds."""
    each = count // len(tokens)
    said = [_beacon(token, (step + 1) * 40 + 60) for step in range(each) for token in tokens]
    random.Random(seed).shuffle(said)
    return said


def _beacons_once_each(tokens: list[str]) -> list[bytes]:
    return [_beacon(token, 150) for token in tokens]


def _beacon(token: str, tenths: int) -> bytes:
    body = json.dumps({"token": token, "played": tenths, "seen": [[0, tenths]]}).encode()
    return request("/audience/beacons", "Content-Type: text/plain;charset=UTF-8", method="POST", body=body)


def _count_everything() -> float:
    """The keeper's work; returns its CPU seconds."""
    from bouquet.capabilities.audience.actions.counting import take_journals

    began = time.process_time()
    while take_journals():
        pass
    return time.process_time() - began


def _views(video: UUID) -> int:
    from bouquet.capabilities.audience.actions.reports import report

    return report("video", video, days=2).counted


if __name__ == "__main__":
    show(measure)
