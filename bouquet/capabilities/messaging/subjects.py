"""Messages and rooms are subjects: they are reported and moderated as anything else."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies, providers
from bouquet.capabilities.messaging.actions import attaching, moderating
from bouquet.capabilities.messaging.models import Member, Message, Room
from bouquet.capabilities.messaging.models.message import KIND as MESSAGE
from bouquet.capabilities.messaging.models.room import KIND as ROOM
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Kind, Standing, Subject, Visitor
from bouquet.foundation.text.safe_html import teaser


class RoomKind(Kind):
    """Its keepers look after what is said in it; of a conversation nobody does but moderators, when one is reported."""

    name = ROOM
    label = _("a room")
    icon = "messages-square"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        rooms = {room.pk: room for room in Room.objects.filter(pk__in=keys)}
        keepers = _keepers(rooms.values())
        return {
            room.pk: Subject(
                ref=room.ref,
                title=room.name or gettext("Conversation"),
                address=providers.room_address(room.code),
                author_id=room.founder_id,
                made_at=room.made_at,
                text=f"{room.name}\n{room.topic}".strip(),
                standing=Standing(room.standing),
                keepers=frozenset(keepers[room.pk] - {room.founder_id}),
                part_of=room.about,
            )
            for room in rooms.values()
        }

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return {room.pk for room in _readable(visitor, keys)}

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return {room.pk for room in _readable(visitor, keys) if policies.may_post(visitor, room)}

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.moderate_room(room_id=key, standing=standing)


class MessageKind(Kind):
    """Who may read the room reads it; who keeps the room keeps it."""

    name = MESSAGE
    label = _("a message")
    icon = "message-circle"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        found = Message.objects.filter(pk__in=keys).exclude(text="").select_related("room", "author")
        messages = {one.pk: one for one in found}
        keepers = _keepers({one.room for one in messages.values()})
        pictures = attaching.pictures_of(messages.values())
        return {
            one.pk: Subject(
                ref=one.ref,
                title=teaser(one.text, length=80),
                address=providers.room_address(one.room.code, one.seq),
                author_id=one.author_id,
                made_at=one.made_at,
                text=one.text,
                pictures=pictures.get(one.pk, ()),
                language=one.author.language,
                standing=Standing(one.standing),
                keepers=frozenset(keepers[one.room_id] - {one.author_id}),
                part_of=one.room.ref,
            )
            for one in messages.values()
        }

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        messages = list(Message.objects.filter(pk__in=keys, deleted_at=None).exclude(text=""))
        rooms = {room.pk: room for room in _readable(visitor, {one.room_id for one in messages})}
        apart = {key: policies.unread_by(visitor, room) for key, room in rooms.items()}
        own = visitor.pk if isinstance(visitor, Account) else None
        return {
            one.pk
            for one in messages
            if one.room_id in rooms
            and one.author_id not in apart[one.room_id]
            and (not one.is_hidden or (one.author_id == own and one.standing != Standing.REMOVED))
        }

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """Nobody speaks below a message but in its thread."""
        return set()

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.moderate_message(message_id=key, standing=standing)


def _readable(visitor: Visitor, keys: Collection[UUID]) -> list[Room]:
    """A few at a time: each asks by itself where it belongs to a thing."""
    who = visitor if isinstance(visitor, Account) else AnonymousUser()
    return [room for room in Room.objects.filter(pk__in=keys) if policies.may_read(who, room)]


def _keepers(rooms: Collection[Room]) -> dict[UUID, set[UUID]]:
    """Of each room, whoever keeps it, or the thing it belongs to."""
    found: dict[UUID, set[UUID]] = {room.pk: set() for room in rooms}
    keeping = Member.objects.filter(room__in=found, role__in=[Member.Role.KEEPER, Member.Role.FOUNDER]).inside()
    for room, account in keeping.values_list("room", "account"):
        found[room].add(account)
    things = registry.subjects([room.about for room in rooms if room.about])
    for one in rooms:
        thing = things.get(one.about) if one.about else None
        if thing is not None:
            found[one.pk] |= thing.keepers | ({thing.author_id} if thing.author_id else set())
    return found
