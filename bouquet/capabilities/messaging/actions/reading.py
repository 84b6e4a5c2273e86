"""How far somebody has read, and what is new to them over the whole network."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions.drawing import card
from bouquet.capabilities.messaging.actions.waking import wake_members
from bouquet.capabilities.messaging.models import Member, Message, Room
from bouquet.foundation.subjects.subject import Standing


@transaction.atomic
def read_up_to(*, room: Room, by: Account, seq: int, back: bool = False) -> None:
    """The newest of what their devices say; `back` marks what comes after as unread. Nothing for who is not in."""
    # The room's row first, as everywhere: what is counted must not change meanwhile.
    kept = Room.objects.select_for_update().filter(pk=room.pk).first()
    member = Member.objects.filter(room=room, account=by).inside().first()
    if kept is None or member is None:
        return
    seq = max(0, min(seq, kept.seq))
    if seq == member.read_seq or (seq < member.read_seq and not back):
        return
    after = Message.objects.filter(room=kept, seq__gt=seq, deleted_at=None) if seq < kept.seq else None
    unread = after.count() if after is not None else 0
    mentions = after.filter(mentions__icontains=str(by.pk)).count() if after is not None and unread else 0
    member.read_seq, member.read_posts, member.mentions_count = seq, kept.posts_count - unread, mentions
    member.save(update_fields=["read_seq", "read_posts", "mentions_count"])
    wake_members([by.pk])


def heads_of(account: Account) -> dict[str, Any]:
    """All their rooms, the liveliest first, with what is unread: the `heads` of the protocol. Three queries at most."""
    rows = (
        Member.objects.filter(account=account, state__in=[Member.State.IN, Member.State.INVITED])
        .filter(room__standing__in=[Standing.SHOWN, Standing.LABELLED])
        .select_related("room")
        .order_by("-room__latest_at")
    )
    members = list(rows)
    people = _people([one.room_id for one in members if one.room.is_direct], account)
    heads = [
        card(one.room, member=one, account=account, people=people.get(one.room_id), is_head=True) for one in members
    ]
    inside = [head["me"] for head in heads if head["me"]["state"] == Member.State.IN]
    return {
        "rooms": heads,
        "unread": sum(me["unread"] for me in inside),
        "mentions": sum(me["mentions"] for me in inside),
    }


def unread_counts(accounts: Collection[UUID]) -> dict[UUID, int]:
    """Messages they have not read, in all their rooms together; one query for many members."""
    counted = (
        Member.objects.of(accounts)
        .filter(room__standing__in=[Standing.SHOWN, Standing.LABELLED])
        .order_by()
        .values_list("account")
        .annotate(unread=Sum(F("room__posts_count") - F("read_posts")))
    )
    return dict.fromkeys(accounts, 0) | {account: max(0, unread or 0) for account, unread in counted}


def _people(rooms: Collection[UUID], account: Account) -> dict[UUID, list[Account]]:
    found: dict[UUID, list[Account]] = {room: [] for room in rooms}
    if rooms:
        others = Member.objects.filter(room__in=rooms).exclude(account=account).exclude(state=Member.State.LEFT)
        for member in others.select_related("account").order_by("since", "pk"):
            found[member.room_id].append(member.account)
    return found
