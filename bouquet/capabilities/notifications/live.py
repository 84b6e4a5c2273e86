"""What notifications do on the live process: the number on the badge, as it changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Collection
from http.cookies import CookieError
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.http import parse_cookie

from bouquet.capabilities.accounts.models.signin import SessionStore
from bouquet.capabilities.notifications.engine.hub import Hub
from bouquet.capabilities.notifications.models import Entry
from bouquet.foundation.live.answers import refuse
from bouquet.foundation.live.generations import generations
from bouquet.foundation.live.requests import header
from bouquet.foundation.live.routing import Receive, Route, Scope, Send
from bouquet.foundation.live.streaming import Event, last_event_id, stream

# Then the browser comes back by itself, and is asked again whether it is signed in.
STREAM_SECONDS = 600.0
# What several browsers of one process count with, asked for by so many at once.
_MOST_AT_ONCE = 500


async def tell_unread(scope: Scope, receive: Receive, send: Send) -> None:
    """`/live/inbox`: `{"unread": 3}` at once and whenever it changes, for the member whose session the cookie holds.

    The number is its own cursor: a browser that comes back knowing it is not told again.
    """
    if scope["method"] != "GET":
        await refuse(send, 405, "Only GET is answered here.", [(b"allow", b"GET")])
        return
    account_id = await asyncio.to_thread(member_of, header(scope, b"cookie").decode("latin-1"))
    if account_id is None:
        await refuse(send, 401, "Nobody is signed in here.")
        return
    await stream(scope, receive, send, _events(account_id, last_event_id(scope)))


async def _events(account_id: UUID, known: str) -> AsyncGenerator[Event]:
    unread = _hub().unread(account_id)
    loop = asyncio.get_running_loop()
    until = loop.time() + STREAM_SECONDS
    try:
        while True:
            try:
                number = await asyncio.wait_for(anext(unread), until - loop.time())
            except TimeoutError:
                return
            if str(number) != known:
                yield Event(json.dumps({"unread": number}), cursor=str(number))
            known = ""
    finally:
        await unread.aclose()


def member_of(cookies: str) -> UUID | None:
    """Whose session these cookies hold; one query, or none without a session."""
    try:
        key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if not key:
        return None
    close_old_connections()
    try:
        sign_in = SessionStore(session_key=key).sign_in
        return sign_in.account_id if sign_in else None
    finally:
        close_old_connections()


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


routes = [Route("/live/inbox", tell_unread)]
