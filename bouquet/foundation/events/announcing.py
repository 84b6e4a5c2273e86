"""Say that something happened; listen to what others say.

A fact is a frozen dataclass of ids, declared in the `events.py` of the app it happens in:

    @dataclass(frozen=True)
    class VideoPublished:
        video_id: UUID

`announce(VideoPublished(video.pk))` writes it in the running transaction. After the commit every function marked
`@subscribe(VideoPublished)` is called with it, at least once: also after a crash, and in any order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from bouquet.foundation.events import delivering
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.events.payload import to_payload
from bouquet.foundation.events.registry import registry

Event = TypeVar("Event")


def announce(event: object) -> None:
    """Write `event` to the outbox of the running transaction, to be delivered once it has committed.

    Raises TransactionManagementError outside a transaction: a fact must not outlive the change it tells of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("announce() needs the transaction of the change it tells of.")
    name = registry.name_of(type(event))
    row = AnnouncedEvent.objects.create(name=name, payload=to_payload(event))
    transaction.on_commit(lambda: delivering.deliver(row), robust=True)


def subscribe(event_class: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Mark a function of a `subscribers.py` as a listener of `event_class`. It may be called twice for one event."""

    def mark(listener: Callable[[Event], None]) -> Callable[[Event], None]:
        registry.add(event_class, listener)
        return listener

    return mark
