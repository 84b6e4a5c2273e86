"""What happens in tribes and between their members."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from bouquet.foundation.ids.keys import new_key


@dataclass(frozen=True)
class TribeFounded:
    """There is a new tribe, with its founder in it."""

    tribe_id: UUID


@dataclass(frozen=True)
class TribeChanged:
    """Its words, look, openness, tags, standing or life are not what they were."""

    tribe_id: UUID


@dataclass(frozen=True)
class TribeJoined:
    """Somebody is in a tribe from now on."""

    tribe_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class TribeLeft:
    """Somebody is not in a tribe any more: they went, were sent away, or were erased."""

    tribe_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class JoinAsked:
    """Somebody asks to join, and waits for a keeper."""

    ask_id: UUID


@dataclass(frozen=True)
class JoinAnswered:
    """A keeper answered a request."""

    ask_id: UUID


@dataclass(frozen=True)
class PersonInvited:
    """One person was invited into a tribe."""

    invitation_id: UUID


@dataclass(frozen=True)
class RoleGiven:
    """A member is keeper or founder of a tribe from now on."""

    tribe_id: UUID
    account_id: UUID
    role: str
    # Who becomes keeper a second time is told a second time.
    appointment_id: UUID = field(default_factory=new_key)


@dataclass(frozen=True)
class PostPublished:
    """It may be read from now on, by those it is for."""

    post_id: UUID


@dataclass(frozen=True)
class PostChanged:
    """Its words, what it carries, or whether it shows, are not what they were."""

    post_id: UUID


@dataclass(frozen=True)
class PostErased:
    """The row is gone."""

    post_id: UUID


@dataclass(frozen=True)
class FriendAsked:
    """Somebody would like to be friends with another."""

    ask_id: UUID


@dataclass(frozen=True)
class FriendAskEnded:
    """A request to be friends waits no more: it was answered, or taken back."""

    ask_id: UUID


@dataclass(frozen=True)
class FriendsMade:
    """`asked_id` said yes to `asker_id`."""

    asker_id: UUID
    asked_id: UUID


@dataclass(frozen=True)
class FriendsParted:
    """Two people are friends no more."""

    one_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class EventMoved:
    """An event takes place at another time or place; `sequence` tells one move from another."""

    post_id: UUID
    sequence: int


@dataclass(frozen=True)
class EventCancelled:
    """An event does not take place."""

    post_id: UUID
