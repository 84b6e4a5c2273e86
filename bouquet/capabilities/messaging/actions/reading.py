"""How far somebody has read, and what is new to them over the whole network."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from, muted_by
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions.drawing import card
from bouquet.capabilities.messaging.actions.waking import wake_members
from bouquet.capabilities.messaging.models import Member, Message, Room
from bouquet.foundation.queries.prepared import Prepared
from bouquet.foundation.subjects.subject import Standing

_MINE = Prepared(
    lambda account: (
        Member.objects.filter(account=account, state__in=[Member.State.IN, Member.State.INVITED])
        .filter(room__standing__in=[Standing.SHOWN, Standing.LABELLED])
        .select_related("room")
        .order_by("-room__latest_at")
    )
)


@transaction.atomic
def read_up_to(*, room: Room, by: Account, seq: int, back: bool = False) -> None:
    """The newest of what their devices say; `back` marks what comes after as unread. Nothing for who is not in.

    What lies between is counted, on the shorter side: reading on costs the same in a long room.
    """
    # The room's row first, as everywhere: what is counted must not change meanwhile.
    kept = Room.objects.select_for_update().filter(pk=room.pk).first()
    member = Member.objects.filter(room=room, account=by).inside().first()
    if kept is None or member is None:
        return
    seq, before = max(0, min(seq, kept.seq)), member.read_seq
    if seq == before or (seq < before and not back):
        return
    there = Message.objects.filter(room=kept, deleted_at=None)
    after, between = there.filter(seq__gt=seq), there.filter(seq__gt=min(seq, before), seq__lte=max(seq, before))
    if seq == kept.seq:
        member.read_posts, member.mentions_count = kept.posts_count, 0
    elif kept.seq - seq < abs(seq - before):
        member.read_posts, member.mentions_count = kept.posts_count - after.count(), _calls(after, by, kept)
    else:
        forth = 1 if seq > before else -1
        member.read_posts += forth * between.count()
        if member.mentions_count or forth < 0:
            member.mentions_count = max(0, member.mentions_count - forth * _calls(between, by, kept))
    member.read_seq = seq
    member.save(update_fields=["read_seq", "read_posts", "mentions_count"])
    wake_members([by.pk])


def heads_of(account: Account) -> dict[str, Any]:
    """All their rooms, the liveliest first, with what is unread: the `heads` of the protocol. Six queries at most, and
    those of the things that rooms belong to."""
    return heads_apart(account)[0]


def heads_apart(account: Account) -> tuple[dict[str, Any], dict[str, frozenset[UUID]]]:
    """The same; and for each room whose words they are not shown, where there is anybody."""
    members = policies.readable_among(account, _MINE.objects(account.pk))
    people = _people([one.room_id for one in members if one.room.is_direct], account)
    hidden = frozenset(hidden_from(account))
    unwelcome = hidden | muted_by(account)
    apart = {one.room.code: found for one in members if (found := hidden if one.room.is_direct else unwelcome)}
    unheard = _unheard(account, members, unwelcome, hidden) if unwelcome else {}
    heads = [
        card(
            one.room,
            member=one,
            account=account,
            people=people.get(one.room_id),
            is_head=True,
            unheard=unheard.get(one.room_id, 0),
        )
        for one in members
    ]
    inside = [head["me"] for head in heads if head["me"]["state"] == Member.State.IN]
    told = {
        "rooms": heads,
        "unread": sum(me["unread"] for me in inside),
        "mentions": sum(me["mentions"] for me in inside),
    }
    return told, apart


def _unheard(
    account: Account, members: Sequence[Member], unwelcome: Collection[UUID], hidden: Collection[UUID]
) -> Mapping[UUID, int]:
    """By room: how much of what is new was said by those they keep apart from. One query, by an index of who said
    what; none where nothing is new."""
    rooms = {one.room_id: one.room for one in members if one.is_in and one.room.posts_count > one.read_posts}
    if not rooms:
        return {}
    # All in one filter: each would mean another row of members.
    new = Message.objects.filter(
        room__members__account=account,
        room__members__room__in=rooms,
        seq__gt=F("room__members__read_seq"),
        author__in=unwelcome,
        deleted_at=None,
    )
    said = new.order_by().values_list("room", "author").annotate(count=Count("pk"))
    found = dict.fromkeys(rooms, 0)
    for room, author, count in said:
        if author in hidden or not rooms[room].is_direct:
            found[room] += count
    return found


def _calls(said: Any, account: Account, room: Room) -> int:
    apart = policies.unread_by(account, room)
    count: int = said.filter(mentions__icontains=str(account.pk)).exclude(author__in=apart).count()
    return count


def _people(rooms: Collection[UUID], account: Account) -> dict[UUID, list[Account]]:
    found: dict[UUID, list[Account]] = {room: [] for room in rooms}
    if rooms:
        others = Member.objects.filter(room__in=rooms).exclude(account=account).exclude(state=Member.State.LEFT)
        for member in others.select_related("account").order_by("since", "pk"):
            found[member.room_id].append(member.account)
    return found
