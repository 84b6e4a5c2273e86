"""Brings the six rooms to life, after the people. Safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid5

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import joining, opening, pinning, posting, reacting, reading
from bouquet.capabilities.messaging.models import Message, Room
from bouquet.capabilities.moderation.models import Pace
from bouquet.foundation.clock import clock
from bouquet.sites.chat.demo.first_rooms import FIRST_ROOMS
from bouquet.sites.chat.demo.last_rooms import LAST_ROOMS
from bouquet.sites.chat.demo.telling import Line, Table

Say = Callable[[str], None]
People = dict[str, Account]

TABLES = (*FIRST_ROOMS, *LAST_ROOMS)
NAMES = UUID("6a6c7a52-0a94-4f55-8a3c-0d5ad1b1c3f7")
_OPENED_DAYS_AGO = 33.0
# Who had not been there for a while finds something new.
_AWAY = ("lea", "karim")


def seed(people: People, say: Say) -> None:
    """The rooms, who is in them, and what was said in the order of time."""
    Pace.objects.filter(account__in=people.values()).delete()
    rooms = {table.name: _open(table, people) for table in TABLES}
    for table in TABLES:
        _tell(table, rooms[table.name], people)
    Pace.objects.filter(account__in=people.values()).delete()
    say(f"{len(TABLES)} rooms are there: {sum(len(table.lines) for table in TABLES)} messages.")


def _open(table: Table, people: People) -> Room:
    keeper = people[table.people[0]]
    room = Room.objects.filter(name=table.name, founder=keeper, about_kind="").first()
    if room is None:
        with _earlier(_OPENED_DAYS_AGO):
            room = opening.open_room(by=keeper, name=table.name, topic=table.topic, openness=table.openness)
    for number, handle in enumerate(table.people[1:]):
        Pace.objects.filter(account=keeper).delete()
        with _earlier(_OPENED_DAYS_AGO - number / 24):
            if table.openness != Room.Openness.PUBLIC:
                joining.invite(room=room, by=keeper, account=people[handle])
            joining.join(room=room, by=people[handle])
    return room


def _tell(table: Table, room: Room, people: People) -> None:
    said: list[Message] = []
    for number, line in enumerate(table.lines):
        with _earlier(line.days_ago):
            said.append(_say(table, room, people, line, number, said))
    for handle in table.people:
        if handle not in _AWAY:
            reading.read_up_to(room=room, by=people[handle], seq=Room.objects.get(pk=room.pk).seq)


def _say(table: Table, room: Room, people: People, line: Line, number: int, said: list[Message]) -> Message:
    event = posting.post(
        room=room,
        by=people[line.handle],
        text=line.words,
        client=uuid5(NAMES, f"{table.name} {number}").hex,
        thread=said[line.thread] if line.thread is not None else None,
        answers=said[line.quotes] if line.quotes is not None else None,
        is_told=True,
    )
    message = event.message
    if message is None:
        raise ValueError(f"{table.name} {number} was not said")
    others = [handle for handle in table.people if handle != line.handle]
    for place in range(min(line.hearts, len(others))):
        Pace.objects.filter(account=people[others[place]]).delete()
        reacting.react(message=message, by=people[others[place]], emoji="❤️")
    if line.is_pinned and message.pinned_at is None:
        pinning.pin(message=message, by=people[table.people[0]])
    return message


def _earlier(days: float) -> AbstractContextManager[None]:
    return clock.travel(-timedelta(days=days))
