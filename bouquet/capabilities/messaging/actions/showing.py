"""What a reader sees of a room: a snapshot, its history in both directions, its events since a number.

Every function asks first whether they may read (`NotReadable`); words of people they keep apart from are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import drawing, watching
from bouquet.capabilities.messaging.models import Event, Member, Message, Room
from bouquet.foundation.queries.prepared import Prepared
from bouquet.foundation.subjects import registry

SNAPSHOT, MOST = 50, 100
# From more than this a client gets a snapshot.
GAP = 500


class NotReadable(Exception):
    """They may not read this room."""


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a room: how they stand to it, and whose words they are not shown."""

    room: Room
    seat: policies.Seat
    apart: set[UUID]

    @property
    def key(self) -> UUID | None:
        return self.seat.account.pk if self.seat.account else None

    def draw(self, messages: Iterable[Message]) -> list[drawing.Json]:
        """As the protocol tells them, with the words of what they quote; one query where they quote anything."""
        drawn = [drawing.message(one, reader=self.key) for one in messages if one.author_id not in self.apart]
        quoted = quotes_of({one["answers"] for one in drawn if "answers" in one}, self)
        return [one | ({"quotes": quoted[one["answers"]]} if one.get("answers") in quoted else {}) for one in drawn]


def reader_of(room: Room, visitor: object) -> Reader:
    """NotReadable for who may not read; two queries, and those of the thing the room belongs to."""
    seat = policies.seat_of(visitor, room)
    if not seat.may_read:
        raise NotReadable
    return Reader(room, seat, policies.unread_by(visitor, room))


def quotes_of(keys: Collection[str], reader: Reader) -> dict[str, drawing.Json]:
    """What messages quote, as far as this reader may read it."""
    if not keys:
        return {}
    found = _messages(reader.room).there().filter(pk__in=keys).exclude(author__in=reader.apart)
    return {str(one.pk): drawing.quote(one) for one in found}


def snapshot(reader: Reader) -> drawing.Json:
    """The room as it is now. Its number is read before its messages: what changed meanwhile is told again."""
    room = Room.objects.get(pk=reader.room.pk)
    newest = list(_messages(room).first_level().order_by("-seq")[:SNAPSHOT])
    pinned = _messages(room).filter(pinned_at__isnull=False).order_by("-pinned_at")
    film = watching.drawn(room)
    return {
        "room": _card(room, reader),
        "seq": room.seq,
        "messages": reader.draw(reversed(newest)),
        "facts": _facts(reader, newest[-1].seq if len(newest) == SNAPSHOT else 0, None),
        "pinned": reader.draw(pinned),
        **({"watching": film} if film else {}),
    }


def history(
    reader: Reader,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    most: int = 50,
    thread: UUID | None = None,
) -> drawing.Json:
    """The oldest first; whether there is more on either side. However long the room, an index leads to the place."""
    most = max(1, min(most, MOST))
    said = _messages(reader.room)
    said = said.filter(thread=thread) if thread else said.first_level()
    if around is not None:
        older, newer = _older(said, around, most // 2), _newer(said, around - 1, most - most // 2)
        page = _page(reader, older[: most // 2], newer[: most - most // 2], len(older) > most // 2,
                     len(newer) > most - most // 2)  # fmt: skip
        return page if thread else page | {"facts": _facts_between(reader, page)}
    if after is not None:
        newer = _newer(said, after, most)
        page = _page(reader, [], newer[:most], said.filter(seq__lte=after).exists(), len(newer) > most)
        return page if thread else page | {"facts": _facts_between(reader, page, begins=after)}
    older = list((said if before is None else said.filter(seq__lt=before)).order_by("-seq")[: most + 1])
    is_more = before is not None and said.filter(seq__gte=before).exists()
    page = _page(reader, older[:most], [], len(older) > most, is_more)
    return page if thread else page | {"facts": _facts_between(reader, page, ends=before)}


def people(reader: Reader, *, after: str = "") -> drawing.Json:
    """Who is in, by handle, a hundred at a time; without those they keep apart from."""
    inside = Member.objects.filter(room=reader.room, account__in=Account.objects.active()).inside()
    inside = inside.exclude(account__in=reader.apart).filter(account__handle__gt=after)
    found = list(inside.select_related("account").order_by("account__handle")[: MOST + 1])
    shown = [drawing.person(one.account) | {"role": one.role} for one in found[:MOST]]
    return {"people": shown, "more": len(found) > MOST}


_LOG = Prepared(
    lambda room, seq: (
        Event.objects.filter(room=room, seq__gt=seq)
        .order_by("seq")
        .select_related("message__author", "message__thread", "message__linked")[:GAP]
    ),
    (UUID, int),
)


def events_after(room: Room, seq: int) -> list[Event]:
    """The events after `seq`, in order, with what drawing them needs; `GAP` of them at most. One query."""
    return _LOG.objects(room.pk, seq)


def room_card(room: Room) -> drawing.Json:
    """As everybody who reads the room is told of it."""
    about = registry.subject(room.about) if room.about else None
    return drawing.card(room, about=about)


def _card(room: Room, reader: Reader) -> drawing.Json:
    seat = reader.seat
    others = policies.others_in(room, seat.account) if room.is_direct and seat.account else None
    about = registry.subject(room.about) if room.about else None
    unheard = _unheard(room, reader)
    return drawing.card(
        room, member=seat.member, account=seat.account, seat=seat, people=others, about=about, unheard=unheard
    )


def _unheard(room: Room, reader: Reader) -> int:
    """How much of what is new was said by people whose words they are not shown."""
    member = reader.seat.member
    if not reader.apart or member is None or not member.is_in or room.posts_count <= member.read_posts:
        return 0
    new = Message.objects.filter(room=room, author__in=reader.apart, seq__gt=member.read_seq, deleted_at=None)
    return new.count()


def _messages(room: Room) -> Any:
    return Message.objects.filter(room=room).select_related("author", "linked")


def _facts_between(
    reader: Reader, page: drawing.Json, *, begins: int | None = None, ends: int | None = None
) -> list[drawing.Json]:
    """Who came and went while what is on the page was said: up to its edges where more lies beyond them."""
    said = page["messages"]
    if not said:
        return []
    first = begins if begins is not None else said[0]["seq"] if page["before"] else 0
    last = ends if ends is not None else said[-1]["seq"] if page["after"] else None
    return _facts(reader, first, last)


def _facts(reader: Reader, first: int, last: int | None) -> list[drawing.Json]:
    """Between two numbers (`last` is left out), the newest hundred; without those they keep apart from."""
    found = Event.objects.filter(room=reader.room, kind=Event.Kind.MEMBER, seq__gt=first)
    if last is not None:
        found = found.filter(seq__lt=last)
    told = [one for one in found.order_by("-seq")[:MOST] if one.data.get("change")]
    people = Account.objects.in_bulk({UUID(one.data["account"]) for one in told} - reader.apart)
    facts = [(one, people.get(UUID(one.data["account"]))) for one in reversed(told)]
    return [drawing.fact(one, account) for one, account in facts if account is not None]


def _older(said: QuerySet[Message], edge: int, most: int) -> list[Message]:
    """The newest first, one more than asked."""
    return list(said.filter(seq__lt=edge).order_by("-seq")[: most + 1])


def _newer(said: QuerySet[Message], edge: int, most: int) -> list[Message]:
    return list(said.filter(seq__gt=edge).order_by("seq")[: most + 1])


def _page(
    reader: Reader, older: list[Message], newer: list[Message], more_before: bool, more_after: bool
) -> drawing.Json:
    return {"messages": reader.draw([*reversed(older), *newer]), "before": more_before, "after": more_after}
