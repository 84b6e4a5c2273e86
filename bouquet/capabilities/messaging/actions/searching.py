"""Find what was said, in what one may read."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import drawing
from bouquet.capabilities.messaging.models import Member, Message, Room
from bouquet.foundation.text.folding import words_of

PAGE = 30
MOST_WORDS = 8


def find(
    *, words: str, visitor: object, room: Room | None = None, before: UUID | None = None, most: int = PAGE
) -> list[Message]:
    """Messages that hold all these words, the newest first: in `room`, else in the rooms they are in. `before` is the
    last one of the page before. Nothing where they may not read."""
    wanted = words_of(words)[:MOST_WORDS]
    rooms = [room] if room is not None else _rooms_of(visitor)
    read = [one for one in rooms if policies.may_read(visitor, one)] if wanted else []
    if not read:
        return []
    found = Message.objects.there().filter(room__in=read)
    for word in wanted:
        found = found.filter(words__contains=word)
    if before is not None:
        found = found.filter(pk__lt=before)
    apart = set().union(*(policies.unread_by(visitor, one) for one in read[:1]))
    found = found.exclude(author__in=apart)
    # Keys are of the time they were made: the newest first, over all rooms.
    return list(found.select_related("author", "room").order_by("-pk")[:most])


def drawn(found: list[Message], visitor: object) -> list[drawing.Json]:
    """As the protocol tells them."""
    reader = visitor.pk if isinstance(visitor, Account) else None
    return [drawing.message(one, reader=reader) | {"room": one.room.code} for one in found]


def _rooms_of(visitor: object) -> list[Room]:
    if not isinstance(visitor, Account):
        return []
    mine = Member.objects.filter(account=visitor).inside().values("room")
    return list(Room.objects.standing().filter(pk__in=mine))
