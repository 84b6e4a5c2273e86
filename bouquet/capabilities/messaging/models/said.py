"""Which messages hold the words, the newest first: asked of SQLite's FTS5 or of PostgreSQL's text search (migration
0002). A room is a word of the index too, so that what other rooms say costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from bouquet.capabilities.messaging.models.event import Event
from bouquet.capabilities.messaging.models.message import Message
from bouquet.foundation.subjects.subject import Standing

# Of what anybody may read, so many of the newest that hold the words are looked at.
LOOKED_AT = 1000
# Shorter beginnings would find nearly everything.
SHORTEST_BEGINNING = 3
_READ = (str(Standing.SHOWN), str(Standing.LABELLED))


@dataclass(frozen=True)
class Reading:
    """Whose words are not shown: of `hidden` nowhere, of `muted` where more than two or a few speak."""

    hidden: Collection[UUID] = ()
    muted: Collection[UUID] = ()


def said_in(
    rooms: Collection[UUID], words: Collection[str], reading: Reading, *, before: Message | None, most: int
) -> list[UUID]:
    """In these rooms: messages with all the folded `words` (a longer word may go on), said before `before`. Two
    queries at most."""
    return _found(words, reading, before, most, rooms=rooms) if rooms and words else []


def said_openly(
    words: Collection[str], reading: Reading, *, besides: Collection[UUID], before: Message | None, most: int
) -> list[UUID]:
    """Likewise in rooms that everybody may read, without those `besides`."""
    return _found(words, reading, before, most, besides=besides) if words else []


def _found(
    words: Collection[str],
    reading: Reading,
    before: Message | None,
    most: int,
    *,
    rooms: Collection[UUID] | None = None,
    besides: Collection[UUID] = (),
) -> list[UUID]:
    sql, params = _question(words, reading, before, most, rooms=rooms, besides=besides)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [key if isinstance(key, UUID) else UUID(key) for key, _place in cursor.fetchall()]


def _question(
    words: Collection[str],
    reading: Reading,
    before: Message | None,
    most: int,
    *,
    rooms: Collection[UUID] | None,
    besides: Collection[UUID],
) -> tuple[str, list[Any]]:
    conditions = ["m.deleted_at IS NULL", "NOT m.is_away", "m.standing IN (%s, %s)"]
    params: list[Any] = list(_READ)
    if rooms is None:
        conditions.append("r.openness = 'public' AND r.about_kind = '' AND r.standing IN (%s, %s)")
        params += _READ
        _leave_out("r.id", besides, conditions, params)
    _leave_out("m.author_id", reading.hidden, conditions, params)
    _leave_out("m.author_id", reading.muted, conditions, params, unless="r.openness = 'direct' OR ")
    ask = _sqlite if connection.vendor == "sqlite" else _postgresql
    sql, asked = ask(words, rooms, before)
    return f"{sql} AND {' AND '.join(conditions)} ORDER BY place DESC LIMIT %s", [*asked, *params, most]


def _leave_out(
    column: str, keys: Collection[UUID], conditions: list[str], params: list[Any], *, unless: str = ""
) -> None:
    if not keys:
        return
    if connection.vendor == "sqlite":
        conditions.append(f"({unless}{column} NOT IN (SELECT value FROM json_each(%s)))")  # noqa: S608
        params.append(json.dumps([key.hex for key in keys]))
    else:
        conditions.append(f"({unless}NOT {column} = ANY(%s))")
        params.append(list(keys))


def _sqlite(words: Collection[str], rooms: Collection[UUID] | None, before: Message | None) -> tuple[str, list[Any]]:
    """Only letters and digits come into the match from outside. The joins are crossed so that the index leads."""
    match = "{words} : (" + " AND ".join(_beginning(f'"{word}"', word, " *") for word in words) + ")"
    if rooms is not None:
        match += " AND {room} : (" + " OR ".join(f'"r{room.hex}"' for room in rooms) + ")"
    conditions, params = "messaging_said MATCH %s", list[Any]([match])
    if before is not None:
        posted = Event.objects.filter(room=before.room_id, seq=before.seq).values_list("pk", flat=True).first()
        conditions += " AND rowid < %s"
        params.append(posted or 0)
    said = f"SELECT rowid AS place FROM messaging_said WHERE {conditions} ORDER BY rowid DESC"  # noqa: S608
    if rooms is None:
        said += f" LIMIT {LOOKED_AT}"
    sql = (
        f"SELECT m.id, said.place FROM ({said}) said CROSS JOIN messaging_event e ON e.id = said.place"  # noqa: S608
        " CROSS JOIN messaging_message m ON m.id = e.message_id CROSS JOIN messaging_room r ON r.id = m.room_id"
        " WHERE 1"
    )
    return sql, params


def _postgresql(
    words: Collection[str], rooms: Collection[UUID] | None, before: Message | None
) -> tuple[str, list[Any]]:
    match = " & ".join(_beginning(f"'{word}'", word, ":*") for word in words)
    if rooms is not None:
        match = "(" + " | ".join(f"'r{room.hex}'" for room in rooms) + f") & {match}"
    sql = (
        "SELECT m.id, m.id AS place FROM messaging_message m JOIN messaging_room r ON r.id = m.room_id"
        " WHERE m.said @@ %s::tsquery"
    )
    params: list[Any] = [match]
    if before is not None:
        sql += " AND m.id < %s"
        params.append(before.pk)
    return sql, params


def _beginning(quoted: str, word: str, going_on: str) -> str:
    return quoted + going_on if len(word) >= SHORTEST_BEGINNING else quoted
