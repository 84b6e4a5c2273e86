"""What notifications do on the live process: the number on the badge, as it changes, on the one stream of a tab."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from uuid import UUID

from django.db import close_old_connections

from bouquet.capabilities.notifications.engine.hub import Hub
from bouquet.capabilities.notifications.models import Entry
from bouquet.foundation.live.carried import End, Tell, carry
from bouquet.foundation.live.generations import generations
from bouquet.foundation.live.routing import Route
from bouquet.foundation.live.streaming import Event

# What several browsers of one process count with, asked for by so many at once.
_MOST_AT_ONCE = 500


def tell_unread(account: UUID | None, known: str, tell: Tell) -> End | None:
    """`inbox=KNOWN`: `{"unread": 3}` soon and whenever it changes. A tab that knows the number already says it, and is
    not told it again."""
    if account is None:
        return None
    last = known

    def told(unread: int) -> None:
        nonlocal last
        if str(unread) != last:
            last = str(unread)
            tell("inbox", Event(json.dumps({"unread": unread}), name="inbox").encoded())

    return _hub().listen(account, told)


def count(account_ids: Collection[UUID]) -> dict[UUID, int]:
    """What each of them has not read; one query for hundreds."""
    close_old_connections()
    asked = list(account_ids)
    counted: dict[UUID, int] = {}
    for start in range(0, len(asked), _MOST_AT_ONCE):
        counted |= Entry.objects.unread_counts(asked[start : start + _MOST_AT_ONCE])
    return counted


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def _hub() -> Hub:
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs.clear()
        _hubs[loop] = Hub(generations(), count)
    return _hubs[loop]


carry("inbox", tell_unread)
routes: list[Route] = []
