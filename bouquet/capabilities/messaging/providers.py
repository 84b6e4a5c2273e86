"""What others lend to messaging: the page a room has on a site, and what carries wake-ups between processes.

register_room_page(lambda code, seq: site_address("chat", "chat:room", code) + …)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from bouquet.capabilities.messaging.engine.notifying import Notifications
from bouquet.capabilities.messaging.engine.publishing import Published
from bouquet.capabilities.messaging.engine.wakeups import Cells, Wakeups
from bouquet.foundation.live.generations import generations

# The absolute address of a room's page, at one of its messages where a number is given.
RoomPage = Callable[[str, int | None], str]
_pages: list[RoomPage] = []


def register_room_page(address: RoomPage) -> None:
    """Have links to rooms lead there. The last one registered counts."""
    _pages[:] = [address]


def room_address(code: str, seq: int | None = None) -> str:
    """Where a room is read; empty where no site shows rooms."""
    return _pages[0](code, seq) if _pages else ""


@cache
def wakeups() -> Wakeups:
    """Valkey where there is one, else PostgreSQL, reach other machines; a database that is a file has none to reach."""
    near = Cells(generations())
    if settings.BOUQUET_VALKEY_URL:
        # The secret is the same on all machines of an installation, and on no others.
        name = salted_hmac("messaging.wakeups", "", algorithm="sha256").hexdigest()[:16]
        return Published(near, settings.BOUQUET_VALKEY_URL, f"bouquet:{name}:rooms")
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        return near
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return Notifications(near, _notify, {name: database[key] for key, name in names.items() if database.get(key)})


def _notify(channel: str, payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])
