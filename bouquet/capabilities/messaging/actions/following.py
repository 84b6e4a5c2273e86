"""The log as the streams of a process read it (`engine.hub.Source`). Called in threads: no connection stays open in a
transaction, none is held by a stream.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import close_old_connections

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import drawing, reading, showing, watching
from bouquet.capabilities.messaging.engine.frames import Caught, Frame, Heads, News, encoded
from bouquet.capabilities.messaging.models import Event, Room


class Log:
    """The database."""

    def news(self, known: Mapping[str, int]) -> Mapping[str, News]:
        """One query for the numbers; two for each room where something happened."""
        close_old_connections()
        rooms = Room.objects.filter(code__in=known)
        return {
            room.code: News(room.seq, room.posts_count, frames_of(room, showing.events_after(room, known[room.code])))
            for room in rooms
            if room.seq > known[room.code]
        }

    def catch_up(self, account: UUID | None, code: str, after: int) -> Caught:
        close_old_connections()
        visitor = policies.acting(account) if account else AnonymousUser()
        room = policies.room_of(code)
        if room is None or visitor is None:
            return Caught(is_gone=True)
        try:
            reader = showing.reader_of(room, visitor)
        except showing.NotReadable:
            return Caught(is_gone=True)
        apart = frozenset(reader.apart)
        why = _why_reset(room, after)
        if not why:
            events = showing.events_after(room, after)
            if not any(one.kind == Event.Kind.RESET for one in events):
                seq = events[-1].seq if events else after
                return Caught(seq, frames=frames_of(room, events), apart=apart)
            why = "changed"
        snapshot = showing.snapshot(reader)
        reset = encoded("reset", {"room": code, "why": why, "snapshot": snapshot})
        return Caught(snapshot["seq"], reset=reset, apart=apart)

    def heads(self, account: UUID) -> Heads | None:
        close_old_connections()
        member = policies.acting(account)
        if member is None:
            return None
        heads, apart = reading.heads_apart(member)
        rooms = {head["room"]: head["seq"] for head in heads["rooms"] if head["me"]["state"] == "in"}
        return Heads(encoded("heads", heads), rooms, apart)


def frames_of(room: Room, events: Sequence[Event]) -> list[Frame]:
    """Encoded once for all readers; one query where people came and went."""
    people = _people(events)
    card = showing.room_card(room) if any(one.kind == Event.Kind.ROOM for one in events) else None
    film = watching.drawn(room) if any(one.kind == Event.Kind.WATCH for one in events) else None
    return [_frame(room, one, people, card, film) for one in events]


def _why_reset(room: Room, after: int) -> str:
    if not after:
        return "new"
    if after > room.seq:
        # A backup was brought back: what the client holds never happened.
        return "ahead"
    if after < room.reset_seq:
        return "changed"
    return "gap" if room.seq - after > showing.GAP else ""


def _people(events: Collection[Event]) -> Mapping[str, Account]:
    keys = {one.data["account"] for one in events if one.kind == Event.Kind.MEMBER}
    return {str(one.pk): one for one in Account.objects.filter(pk__in=keys)} if keys else {}


def _frame(
    room: Room, one: Event, people: Mapping[str, Account], card: drawing.Json | None, film: drawing.Json | None
) -> Frame:
    drawn = drawing.event(one, room.code)
    concerns = None
    if one.kind == Event.Kind.MEMBER:
        concerns = UUID(one.data["account"])
        who = people.get(one.data["account"])
        drawn["data"] = one.data | {"account": drawing.person(who) if who else {"id": one.data["account"]}}
    if one.kind == Event.Kind.ROOM and card is not None:
        drawn["data"] = card
    if one.kind == Event.Kind.WATCH:
        # As it is now: of several changes, each says how the last one left it.
        drawn["data"] = one.data | {"watching": film}
    message = one.message
    own = None
    if message is not None and message.is_hidden and not message.is_deleted:
        own = encoded("log", drawing.event(one, room.code, reader=message.author_id, with_mine=True))
    author = message.author_id if message is not None else one.author_id
    return Frame(
        seq=one.seq,
        data=encoded("log", drawn),
        people=frozenset(who for who in (one.author_id, author) if who is not None),
        author=author,
        own=own,
        mentions=frozenset(map(UUID, message.mentions)) if message is not None and one.kind == "post" else frozenset(),
        posts={Event.Kind.POST: 1, Event.Kind.DELETE: -1}.get(Event.Kind(one.kind), 0),
        gone=message.seq if message is not None and one.kind == Event.Kind.DELETE else 0,
        concerns=concerns,
        rechecks=one.kind == Event.Kind.ROOM and "openness" in one.data,
        is_reset=one.kind == Event.Kind.RESET,
    )
