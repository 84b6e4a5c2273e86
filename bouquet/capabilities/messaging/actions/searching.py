"""Find what was said, in what one may read."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from, muted_by
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import drawing
from bouquet.capabilities.messaging.actions.wording import LONGEST_WORD
from bouquet.capabilities.messaging.models import Member, Message, Room
from bouquet.capabilities.messaging.models.said import Reading, said_in, said_openly
from bouquet.foundation.text.folding import words_of

PAGE = 30
MOST_WORDS = 8


def find(
    *, words: str, visitor: object, room: Room | None = None, before: UUID | None = None, most: int = PAGE
) -> list[Message]:
    """Messages that hold all these words, the newest first: in `room`, else in the rooms they are in and in those that
    are open to everybody. `before` is the last one of the page before. Nothing where they may not read, nothing by
    people they keep apart from. The same few queries however much was said."""
    wanted = [word[:LONGEST_WORD] for word in words_of(words)[:MOST_WORDS]]
    if not wanted:
        return []
    last = Message.objects.filter(pk=before).first() if before is not None else None
    reading = Reading(hidden_from(visitor), muted_by(visitor))
    if room is not None:
        inside = [room.pk] if policies.may_read(visitor, room) else []
        return _in_order(said_in(inside, wanted, reading, before=last, most=most))
    mine = [one.pk for one in policies.readable_by(visitor)]
    found = said_in(mine, wanted, reading, before=last, most=most)
    kept_out = Member.objects.filter(account=visitor, state=Member.State.BANNED) if isinstance(visitor, Account) else ()
    besides = [*mine, *(one.room_id for one in kept_out if policies.is_banned(one))]
    found += said_openly(wanted, reading, besides=besides, before=last, most=most)
    return _in_order(found)[:most]


def drawn(found: list[Message], visitor: object) -> list[drawing.Json]:
    """As the protocol tells them."""
    reader = visitor.pk if isinstance(visitor, Account) else None
    return [drawing.message(one, reader=reader) | {"room": one.room.code} for one in found]


def _in_order(keys: list[UUID]) -> list[Message]:
    """Keys are of the time they were made: the newest first, over all rooms."""
    return (
        list(Message.objects.filter(pk__in=keys).select_related("author", "room", "linked").order_by("-pk"))
        if keys
        else []
    )
