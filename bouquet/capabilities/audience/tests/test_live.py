from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from bouquet.capabilities.audience import live
from bouquet.capabilities.audience.tests.audience import FIREFOX, House
from bouquet.foundation.clock import clock
from bouquet.foundation.live.tests.asking import Answer, ask


@pytest.fixture
def door(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(live, "gate", lambda: house.gate)
    return house


def post(path: str, body: str, **headers: Any) -> Answer:
    handler = live.sessions if path == "sessions" else live.beacons
    headers.setdefault("user_agent", FIREFOX.decode())
    return asyncio.run(ask(handler, f"/audience/{path}", method="POST", body=body.encode(), **headers))


def test_a_ticket_becomes_a_session_and_its_beacons_are_taken(door: House) -> None:
    got = post("sessions", door.ticket())
    assert (got.status, got["cache-control"]) == (200, "no-store")
    token = json.loads(got.body)["token"]
    with clock.travel(timedelta(seconds=20)):
        got = post("beacons", json.dumps({"token": token, "played": 200, "seen": [[0, 200]]}))
    assert (got.status, got.body) == (204, b"")


def test_a_program_gets_no_session(door: House) -> None:
    assert post("sessions", door.ticket(), user_agent="Googlebot/2.1").status == 204


def test_a_forged_ticket_or_token_is_refused(door: House) -> None:
    assert post("sessions", door.ticket().replace("600", "6")).status == 403
    assert post("sessions", "é").status == 403
    token = json.loads(post("sessions", door.ticket()).body)["token"]
    assert post("beacons", json.dumps({"token": token + "A", "played": 1, "seen": []})).status == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"token": 1, "played": 1, "seen": []}',
        '{"token": "TOKEN", "played": 1, "seen": 5}',
        '{"token": "TOKEN", "played": 1, "seen": [[1]]}',
        '{"token": "TOKEN", "played": "x", "seen": []}',
        '{"token": "TOKEN", "played": Infinity, "seen": []}',
        '{"token": "TOKEN", "played": 1, "seen": [[0, 1e999]]}',
        "[" * 16_000,
        "x" * 20_000,
    ],
)
def test_nonsense_is_refused(door: House, body: str) -> None:
    token = json.loads(post("sessions", door.ticket()).body)["token"]
    assert post("beacons", body.replace("TOKEN", token)).status == 400


def test_a_session_is_not_opened_by_reading(door: House) -> None:
    assert asyncio.run(ask(live.sessions, "/audience/sessions")).status == 405


def test_the_journal_names_nobody(door: House) -> None:
    post("sessions", door.ticket())
    door.gate.journal.flush()
    (path,) = (door.var / "audience").glob("*.journal")
    assert b"203.0.113.7" not in path.read_bytes()
    assert b"Firefox" not in path.read_bytes()
