"""Tell open streams that a room, or what somebody has of rooms, has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.messaging import providers
from bouquet.capabilities.messaging.engine.wakeups import apart_tag, member_tag, room_tag


def wake_room(code: str) -> None:
    """Once the transaction has committed."""
    _send([room_tag(code)])


def wake_members(accounts: Iterable[UUID]) -> None:
    """Likewise: their lists of rooms are read again."""
    _send([member_tag(account) for account in accounts])


def wake_apart(accounts: Iterable[UUID]) -> None:
    """Likewise: whom they keep apart from changed, so what they are shown does."""
    _send([apart_tag(account) for account in accounts])


def _send(tags: Collection[str]) -> None:
    if tags:
        # A wake-up that fails harms nothing: streams look by themselves.
        transaction.on_commit(partial(providers.wakeups().send, tags), robust=True)
