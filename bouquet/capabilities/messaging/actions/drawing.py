"""Rooms, people, messages and events as the protocol tells them (docs/protocol-messaging.md). No queries here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Frame, LinkedPage
from bouquet.capabilities.messaging import policies, providers
from bouquet.capabilities.messaging.models import Event, Member, Message, Room
from bouquet.foundation.subjects.subject import Subject
from bouquet.foundation.text.safe_html import plain_text

Json = dict[str, Any]
LONGEST_QUOTE = 160


def moment(at: datetime) -> str:
    """RFC 3339, in milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def person(account: Account) -> Json:
    """Whoever left the network without their words is nobody in particular."""
    if account.is_erased:
        return {"id": str(account.pk), "name": gettext("Someone who left")}
    if account.is_bot:
        # Nobody's page, nobody to call.
        return {"id": str(account.pk), "name": account.display_name, "bot": True}
    drawn = {"id": str(account.pk), "handle": account.handle, "name": account.display_name}
    return drawn | ({"avatar": account.avatar_small} if account.avatar_key else {})


def message(one: Message, *, reader: UUID | None = None) -> Json:
    """`one` needs its author. `reader` reads what is hidden of their own, and is told which reactions are theirs."""
    drawn: Json = {"id": str(one.pk), "seq": one.seq, "rev": one.rev}
    if one.thread_id is not None:
        drawn["thread"] = str(one.thread_id)
    if one.is_deleted:
        return drawn | {"deleted": True} | _replies(one)
    if one.is_hidden and one.author_id != reader:
        return drawn | {"hidden": True} | _replies(one)
    drawn |= {
        "at": moment(one.made_at),
        "by": person(one.author),
        "text": one.text,
        "html": one.html,
    }
    if one.is_hidden:
        drawn["hidden"] = True
    if one.client:
        drawn["client"] = one.client
    if one.enclosed:
        drawn["enclosed"] = one.enclosed
    if one.linked_thing:
        drawn["thing"] = one.linked_thing
    elif one.linked_id is not None and one.linked is not None and one.linked.is_known:
        drawn["link"] = link(one.linked)
    if one.mentions:
        drawn["mentions"] = one.mentions
    if one.answers_id is not None:
        drawn["answers"] = str(one.answers_id)
    if one.edited_at is not None:
        drawn["edited_at"] = moment(one.edited_at)
    if one.pinned_at is not None:
        drawn["pinned"] = True
    if one.reactions:
        drawn["reactions"] = one.reactions
        if reader is not None and (mine := [e for e, by in one.reactions.items() if str(reader) in by["by"]]):
            drawn["mine"] = mine
    return drawn | _replies(one)


def link(page: LinkedPage) -> Json:
    """The card of a page of the web. Its picture's address serves for two hours."""
    card = page.to_card()
    if card["picture"]:
        frame = Frame(card["picture"])
        card["picture"] = {"src": frame.src, "width": frame.width, "height": frame.height, "alt": frame.alt}
    return card


def quote(one: Message) -> Json:
    """What a message that answers this one shows of it; `one` needs its author."""
    words = plain_text(one.text)[:LONGEST_QUOTE]
    return {"id": str(one.pk), "seq": one.seq, "by": person(one.author)["name"], "text": words}


def fact(one: Event, account: Account) -> Json:
    """Somebody came or went."""
    return {"seq": one.seq, "at": moment(one.made_at), "account": person(account), "change": one.data["change"]}


def root_of(one: Message) -> Json:
    """What an answer changes on the message it stands under."""
    root = one.thread
    return {} if root is None else {"id": str(root.pk)} | {"replies": root.replies_count} | _replies(root)


def event(one: Event, code: str, *, reader: UUID | None = None, with_mine: bool = False) -> Json:
    """`one` needs its message with author and thread. `with_mine`: for this reader alone."""
    drawn: Json = {"room": code, "seq": one.seq, "kind": one.kind, "at": moment(one.made_at)}
    if one.author_id is not None:
        drawn["by"] = str(one.author_id)
    if one.client:
        drawn["client"] = one.client
    if one.message is not None:
        drawn["message"] = message(one.message, reader=reader if with_mine else None)
        if one.message.thread_id is not None and one.kind in (Event.Kind.POST, Event.Kind.DELETE):
            drawn["root"] = root_of(one.message)
    if one.data:
        drawn["data"] = one.data
    return drawn


def card(
    room: Room,
    *,
    member: Member | None = None,
    account: Account | None = None,
    seat: policies.Seat | None = None,
    people: Sequence[Account] | None = None,
    about: Subject | None = None,
    is_head: bool = False,
    unheard: int = 0,
) -> Json:
    """The room; with `account`, as it stands to them (`seat` says what they may, where that was asked). `unheard`: how
    much of what is new there they are not shown."""
    drawn: Json = {
        "room": room.code,
        "id": str(room.pk),
        "name": room.name,
        "openness": room.openness,
        "seq": room.seq,
        "posts": room.posts_count,
        "members": room.members_count,
        "slow_seconds": room.slow_seconds,
        "read_only": room.is_read_only,
        "address": providers.room_address(room.code),
        "latest_at": moment(room.latest_at),
    }
    if not is_head:
        drawn["topic"] = room.topic
    if about is not None:
        drawn["about"] = {
            "kind": about.ref.kind,
            "key": str(about.ref.key),
            "title": about.title,
            "address": about.address,
        }
    if people is not None:
        drawn["people"] = [person(one) for one in people]
    if account is not None:
        drawn["me"] = _standing(room, member, unheard) | ({"may": policies.rights(seat, room)} if seat else {})
    return drawn


def _standing(room: Room, member: Member | None, unheard: int) -> Json:
    if member is None:
        return {"state": "", "role": "", "read_seq": 0, "read_posts": 0, "unread": 0, "mentions": 0}
    return {
        "state": member.state,
        "role": member.role,
        "read_seq": member.read_seq,
        "read_posts": member.read_posts + unheard,
        "unread": max(0, room.posts_count - member.read_posts - unheard) if member.is_in else 0,
        "mentions": member.mentions_count,
    }


def _replies(one: Message) -> Json:
    if not one.replies_count:
        return {}
    told: Json = {"replies": one.replies_count}
    return told | ({"last_reply_at": moment(one.last_reply_at)} if one.last_reply_at else {})
