"""Who may read a room, speak in it, look after it. Rules hold in the actions, not only on pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from, unwelcome_to
from bouquet.capabilities.accounts.policies import safeguards_of, who_may_be_written_to
from bouquet.capabilities.messaging import kinds
from bouquet.capabilities.messaging.models import Member, Room
from bouquet.capabilities.moderation.policies import is_moderator
from bouquet.foundation.clock import clock
from bouquet.foundation.queries.prepared import Prepared
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Visitor

# Asked for each message and each stream.
_ACTING = Prepared(lambda key: Account.objects.acting().filter(pk=key))
_ROOM = Prepared(lambda code: Room.objects.filter(code=code), (str,))
_MEMBER = Prepared(lambda room, account: Member.objects.filter(room=room, account=account), (UUID, UUID))

# Two, or a few more: above this it is a room.
MOST_IN_CONVERSATION = 12


class Why(StrEnum):
    """Why somebody cannot speak here."""

    NOT_THEIRS = "not_theirs"
    READ_ONLY = "read_only"
    APART = "apart"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Seat:
    """How a visitor stands to a room: what they may, decided once for a command or a page."""

    account: Account | None
    member: Member | None
    may_read: bool
    may_join: bool
    keeps: bool

    @property
    def is_in(self) -> bool:
        return self.member is not None and self.member.is_in


def acting(key: UUID) -> Account | None:
    """The account, if it may do something at this moment. One query."""
    return next(iter(_ACTING.objects(key)), None)


def room_of(code: str) -> Room | None:
    """The room of this code, whoever may read it. One query."""
    return next(iter(_ROOM.objects(code)), None)


def seat_of(visitor: object, room: Room) -> Seat:
    """One query for a member, and those of the thing the room belongs to."""
    account = visitor if isinstance(visitor, Account) else None
    member = next(iter(_MEMBER.objects(room.pk, account.pk)), None) if account else None
    return seat_for(account, room, member)


def seat_for(account: Account | None, room: Room, member: Member | None) -> Seat:
    """The same where the row is known."""
    inside = member is not None and member.is_in
    if room.is_closed or is_banned(member):
        return Seat(account, member, False, False, False)
    if account is not None and account.is_bot:
        # In the room it was made for, as long as what that belongs to is there; in no other, however open.
        is_there = room.about is None or registry.subject(room.about) is not None
        return Seat(account, member, inside and is_there, False, False)
    keeps = inside and member is not None and member.is_keeper
    if room.about is not None:
        opened, joinable, keeper = _by_its_thing(room, account)
        # What the thing does not show any more, its room does not tell either.
        return Seat(account, member, opened, joinable and account is not None, keeps or keeper)
    public = room.openness == Room.Openness.PUBLIC
    invited = member is not None and member.state == Member.State.INVITED
    return Seat(account, member, public or inside, account is not None and (public or invited), keeps)


def _by_its_thing(room: Room, account: Account | None) -> tuple[bool, bool, bool]:
    """Whether they read, may join, keep."""
    ref = room.about
    if ref is None:
        return False, False, False
    visitor = account or AnonymousUser()
    seen, speaks = sees_thing(visitor, ref), speaks_about(visitor, ref)
    subject = registry.subject(ref) if account is not None and seen else None
    keeps = subject is not None and account is not None and account.pk in subject.keepers | {subject.author_id}
    reads = seen if room.openness == Room.Openness.PUBLIC else speaks
    return reads or keeps, speaks or keeps, keeps


def sees_thing(visitor: Visitor, ref: Ref) -> bool:
    """Whether they may see a thing, as far as its room goes."""
    place = kinds.place_of(ref.kind)
    return bool(place.shown_to(visitor, [ref.key])) if place else bool(registry.visible([ref], visitor))


def speaks_about(visitor: Visitor, ref: Ref) -> bool:
    """Whether they may speak in the room of a thing, if they come in."""
    if not isinstance(visitor, Account) or not sees_thing(visitor, ref):
        return False
    place = kinds.place_of(ref.kind)
    return bool(place.open_to(visitor, [ref.key])) if place else bool(registry.open_to([ref], visitor))


def is_banned(member: Member | None) -> bool:
    """Whether a keeper sent them away, and the time is not over."""
    if member is None or member.state != Member.State.BANNED:
        return False
    return member.banned_until is None or member.banned_until > clock.now()


def may_read(visitor: object, room: Room) -> bool:
    """Whether they may read all that is said there."""
    return seat_of(visitor, room).may_read


def readable_by(visitor: object) -> list[Room]:
    """The rooms they are in, as far as they may read them."""
    if not isinstance(visitor, Account):
        return []
    mine = Member.objects.filter(account=visitor).inside().select_related("room")
    return [member.room for member in readable_among(visitor, list(mine))]


def readable_among(account: Account, members: Sequence[Member]) -> list[Member]:
    """Of these rows of theirs, with their rooms, those whose room they may read or are invited into. The things rooms
    belong to are asked for all at once."""
    there = [member for member in members if not member.room.is_closed]
    refs = [member.room.about for member in there if member.room.about is not None]
    seen = registry.visible(refs, account) if refs else set()
    speaks = registry.open_to(seen, account) if seen else set()
    return [
        member
        for member in there
        if member.room.about is None
        or member.room.about in (seen if member.room.openness == Room.Openness.PUBLIC else speaks)
        or seat_for(account, member.room, member).may_read
    ]


def why_not_post(seat: Seat, room: Room) -> Why | None:
    """What keeps them from speaking. They need not be in yet where they may simply join. Direct rooms ask more."""
    # Whoever may not speak about the thing (any more) does not in its room, though they may still be in.
    may_speak = seat.may_join if room.about is not None else seat.is_in or seat.may_join
    if seat.account is None or not seat.may_read or not may_speak:
        return Why.NOT_THEIRS
    if room.is_read_only and not seat.keeps:
        return Why.READ_ONLY
    return why_not_write_to(seat.account, others_in(room, seat.account)) if room.is_direct else None


def may_post(visitor: object, room: Room) -> bool:
    return why_not_post(seat_of(visitor, room), room) is None


def others_in(room: Room, account: Account) -> list[Account]:
    """The others of a conversation."""
    members = Member.objects.filter(room=room).exclude(account=account).exclude(state=Member.State.LEFT)
    return [member.account for member in members.select_related("account")]


def why_not_write_to(account: Account, others: Collection[Account]) -> Why | None:
    """In a conversation: nobody there who keeps apart from them or is away; no young member whom they are a stranger
    to (Regulation (EU) 2022/2065 art. 28). Of several others, those who remain must be one at least."""
    apart = hidden_from(account)
    here = [other for other in others if other.pk not in apart and not other.is_away and not other.is_erased]
    if not here or (len(others) > 1 and len(here) < len(others) and any(one.pk in apart for one in others)):
        return Why.APART
    return None if len(who_may_be_written_to(here, by=account.pk)) == len(here) else Why.STRANGER


def may_invite(account: Account, other: Account) -> bool:
    """Blocks hold; a stranger invites no young member."""
    if other.pk in hidden_from(account) or other.is_away or other.is_erased:
        return False
    if safeguards_of(other).strangers_may_invite:
        return True
    return bool(who_may_be_written_to([other], by=account.pk))


def unread_by(viewer: object, room: Room) -> set[UUID]:
    """Whose words this viewer is not shown here: blocks everywhere, mutes where many speak."""
    return hidden_from(viewer) if room.is_direct else unwelcome_to(viewer)


def may_delete(seat: Seat, *, author_id: UUID) -> bool:
    """Its author; those who keep the room; moderators."""
    if seat.account is None:
        return False
    return seat.account.pk == author_id or seat.keeps or is_moderator(seat.account)


def may_host(seat: Seat, room: Room) -> bool:
    """Whether they choose what the room watches, play and pause it: who keeps it; in a conversation, everybody."""
    return seat.may_read and (seat.keeps or (room.is_direct and seat.is_in))


def slow_wait(seat: Seat, room: Room) -> int:
    """Seconds until they may speak again in slow mode; 0 when they may now. Keepers do not wait."""
    if not room.slow_seconds or seat.keeps or seat.member is None or seat.member.posted_at is None:
        return 0
    due = seat.member.posted_at + timedelta(seconds=room.slow_seconds) - clock.now()
    return max(0, -int(-due.total_seconds() // 1))


def rights(seat: Seat, room: Room) -> list[str]:
    """What a client offers them."""
    if seat.account is None:
        return []
    may = []
    if why_not_post(seat, room) is None:
        may += ["post", "react"]
    if seat.is_in:
        may.append("leave")
    elif seat.may_join:
        may.append("join")
    if seat.keeps:
        may += ["keep", "pin", "settle"]
    elif room.is_direct and seat.is_in:
        may.append("pin")
    if seat.is_in and not room.is_direct and (seat.keeps or room.openness == Room.Openness.PUBLIC):
        may.append("invite")
    if may_host(seat, room):
        may.append("host")
    return may
