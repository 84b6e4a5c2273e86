"""An audience for tests: people who watch, through the gate and the journal, as the live process lets them in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from bouquet.capabilities.audience.actions import counting
from bouquet.capabilities.audience.actions.sessions import FOLDER, Gate
from bouquet.capabilities.audience.actions.tickets import audience_ticket
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

FIREFOX = b"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class House:
    """One live process and one keeper."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.gate = Gate()
        self.video = new_key()

    def ticket(
        self, *, duration: float = 60, video: UUID | None = None, member: int | None = None, own: bool = False
    ) -> str:
        return audience_ticket("video", video or self.video, duration_seconds=duration, member_id=member, is_own=own)

    def play(self, *, by: str = "203.0.113.1", agent: bytes = FIREFOX, **about: Any) -> str:
        """Press play; returns the session's token."""
        return self.gate.open_session(self.ticket(**about), address=by, agent=agent)

    def beacon(self, token: str, *seen: tuple[float, float], played: float | None = None) -> None:
        """Say what was seen, in seconds."""
        tenths = [[round(start * 10), round(end * 10)] for start, end in seen]
        total = sum(end - start for start, end in tenths) if played is None else round(played * 10)
        self.gate.take_beacon(json.dumps({"token": token, "played": total, "seen": tenths}).encode())

    def watch(self, seconds: float, *, by: str = "203.0.113.1", **about: Any) -> str:
        """Press play, watch from the beginning for so long, and say so."""
        token = self.play(by=by, **about)
        with clock.travel(timedelta(seconds=seconds)):
            self.beacon(token, (0, seconds))
        return token

    def count(self) -> int:
        """The keeper's turn; returns how many lines it took."""
        self.gate.journal.flush()
        return counting.take_journals()


@pytest.fixture
def house(tmp_path: Path, settings: Settings) -> Iterator[House]:
    """An installation of its own."""
    settings.BOUQUET_VAR = tmp_path
    (tmp_path / FOLDER).mkdir()
    now = clock.now()
    # At noon, so that no test crosses midnight when it is run late.
    with clock.travel(now.replace(hour=12, minute=0) - now):
        yield House(tmp_path)
