"""A month of people watching the demo's videos, told to the audience the way players tell it: through its journal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from bouquet.capabilities.audience.actions.sessions import FOLDER
from bouquet.capabilities.audience.engine import lines, persons, tokens
from bouquet.capabilities.audience.engine.journal import Writer
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions.counting import KIND
from bouquet.sites.videos.demo.scenes import Scene
from bouquet.sites.videos.models import Video

LONGEST_DAYS = 30
# Of a hundred plays: programs, which are refused at the door, and people who start the same video again at once.
PROGRAMS, AGAIN = 4, 7


def watch(video: Video, scene: Scene, *, members: list[UUID]) -> None:
    """Write this video's month into a journal of its own, for the keeper to count. Counted once, however often told."""
    journal = Writer(settings.BOUQUET_VAR / FOLDER)
    for line in _month(video, scene, members):
        journal.write(line)
    journal.close()


def _month(video: Video, scene: Scene, members: list[UUID]) -> Iterator[bytes]:
    chance = random.Random(scene.key)  # noqa: S311  # a story, no secret
    now = clock.now()
    plays = sorted(_moments(scene, chance, now))
    for number, at in enumerate(plays):
        if chance.randrange(100) < PROGRAMS:
            yield lines.refused_line(KIND, video.pk.hex, at=_milliseconds(at), reason="bot")
            continue
        member = chance.choice(members) if chance.random() < 0.2 else None
        person = persons.member(member) if member else "p" + uuid5(video.pk, f"passer {number}").hex[:20]
        yield from _play(video, scene, chance, at, person, f"{number}")
        if chance.randrange(100) < AGAIN:
            yield from _play(video, scene, chance, at + timedelta(minutes=3), person, f"{number} again")


def _play(video: Video, scene: Scene, chance: random.Random, at: datetime, person: str, name: str) -> Iterator[bytes]:
    duration = scene.seconds * 10
    session = uuid5(NAMESPACE_URL, f"demo {video.pk} {name}").hex
    issued = _milliseconds(at)
    text = f"s.{KIND}.{video.pk.hex}.{duration}.{issued}.{person}..{session}"
    token = tokens.token_of(text.split("."), f"{text}.")
    seen = min(duration, max(4, round(duration * chance.betavariate(1 + 4 * scene.hold, 1.4))))
    yield lines.opened_line(token.text, issued)
    yield lines.seen_line(token, at=issued + seen * 100, played=seen, seen=[(0, seen)], is_plausible=True)


def _moments(scene: Scene, chance: random.Random, now: datetime) -> Iterator[datetime]:
    """Many in the first days, then fewer; more in the evening than in the morning."""
    age = min(LONGEST_DAYS, scene.days_ago)
    for _ in range(scene.draw if age > 0 else 0):
        days = age * chance.random() ** 2.2
        at = now - timedelta(days=age - days)
        evening = at.replace(hour=int(chance.triangular(7, 23, 20)), minute=chance.randrange(60))
        yield min(evening if evening > now - timedelta(days=age) else at, now - timedelta(minutes=10))


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
