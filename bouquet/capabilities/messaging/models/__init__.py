"""Nouns of messaging."""

from bouquet.capabilities.messaging.models.attachment import Attachment
from bouquet.capabilities.messaging.models.bot import Bot, BotOrder, Token
from bouquet.capabilities.messaging.models.event import Event
from bouquet.capabilities.messaging.models.hook import Delivery, Hook
from bouquet.capabilities.messaging.models.message import Message, Reaction
from bouquet.capabilities.messaging.models.room import Member, Room
from bouquet.capabilities.messaging.models.watching import Watching

__all__ = [
    "Attachment",
    "Bot",
    "BotOrder",
    "Delivery",
    "Event",
    "Hook",
    "Member",
    "Message",
    "Reaction",
    "Room",
    "Token",
    "Watching",
]
