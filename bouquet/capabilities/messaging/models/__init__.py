"""Nouns of messaging."""

from bouquet.capabilities.messaging.models.event import Event
from bouquet.capabilities.messaging.models.message import Message, Reaction
from bouquet.capabilities.messaging.models.room import Member, Room

__all__ = ["Event", "Member", "Message", "Reaction", "Room"]
