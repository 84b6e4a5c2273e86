"""Facts about rooms and messages. A message that calls nobody is not announced: the log itself is what is read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class MessageCalled:
    """A message concerns somebody in particular: it mentions them, answers them, or is said in a conversation."""

    message_id: UUID


@dataclass(frozen=True)
class MessageTaken:
    """A message is not read any more: deleted, or hidden by a decision."""

    message_id: UUID


@dataclass(frozen=True)
class RoomInvited:
    """Somebody was asked into a room."""

    room_id: UUID
    account_id: UUID
    inviter_id: UUID


@dataclass(frozen=True)
class RoomOpened:
    """There is a new room."""

    room_id: UUID


@dataclass(frozen=True)
class RoomChanged:
    """Its name, topic, openness or standing is not what it was."""

    room_id: UUID


@dataclass(frozen=True)
class RoomStirred:
    """Something happened in a room of which addresses elsewhere are told."""

    room_id: UUID
