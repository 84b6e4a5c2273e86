"""What sites introduce to messaging in their `apps.py`: things that have a room, and what may be made of a message.

    register_place(TribePlace())
    register_offer(Offer("blogs.post", _("Make a post of it"), "notebook-pen", address))

A thing of a kind that is no place has no room.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Visitor


@dataclass(frozen=True)
class Plan:
    """The room of a thing, as its app wishes it now. `openness` is "public" (whoever sees the thing reads) or "private"
    (only who may speak there); `people` are in as soon as there is a room, without being asked.
    `is_silent`: the thing is over, and only those who keep it still speak.
    """

    name: str
    topic: str = ""
    openness: str = "public"
    people: tuple[UUID, ...] = ()
    is_silent: bool = False


class Place(ABC):
    """How rooms belong to the things of one kind."""

    kind: str

    @abstractmethod
    def plan(self, key: UUID) -> Plan | None:
        """The room it has, or would have; None when it has none (any more)."""

    def shown_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """Which of these things `visitor` may see, where another rule than the kind's holds for rooms."""
        return {ref.key for ref in registry.visible([Ref(self.kind, key) for key in keys], visitor)}

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """Likewise: in which of their rooms `visitor` may speak."""
        return {ref.key for ref in registry.open_to([Ref(self.kind, key) for key in keys], visitor)}


@dataclass(frozen=True)
class Offer:
    """What a member may make of a message: `address(key)` is the absolute address of the page that does it. `icon` is
    named in the tuple of icons of who registers it."""

    name: str
    label: str | Promise
    icon: str
    address: Callable[[UUID], str]


_places: dict[str, Place] = {}
_offers: dict[str, Offer] = {}


def register_place(place: Place) -> None:
    """Have the things of `place.kind` have rooms."""
    _places[place.kind] = place


def place_of(kind: str) -> Place | None:
    """How rooms belong to things of this kind; None where none do (any more)."""
    return _places.get(kind)


def register_offer(offer: Offer) -> None:
    """Have pages of rooms lead there from a message."""
    _offers[offer.name] = offer


def offers() -> tuple[Offer, ...]:
    """All of them, in the order of their apps."""
    return tuple(_offers.values())
