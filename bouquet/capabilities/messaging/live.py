"""What messaging does on the live process: the stream down, commands up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from http.cookies import CookieError
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.http import parse_cookie
from django.utils.translation.trans_real import parse_accept_lang_header

from bouquet.capabilities.accounts.models.signin import SessionStore
from bouquet.capabilities.messaging import api, providers
from bouquet.capabilities.messaging.actions.admitting import Caller
from bouquet.capabilities.messaging.actions.committing import Command, Outcome, commit
from bouquet.capabilities.messaging.actions.following import Log
from bouquet.capabilities.messaging.engine import cursors
from bouquet.capabilities.messaging.engine.follower import Follower
from bouquet.capabilities.messaging.engine.hub import Hub
from bouquet.capabilities.messaging.engine.writer import Writer
from bouquet.capabilities.messaging.models.bot import Token
from bouquet.foundation.clock import clock
from bouquet.foundation.live.answers import NO_STORE, NOSNIFF, answer, refuse, when_gone
from bouquet.foundation.live.carried import begin_carrying
from bouquet.foundation.live.requests import Gone, TooLarge, header, read_body
from bouquet.foundation.live.routing import Receive, Route, Scope, Send
from bouquet.foundation.live.streaming import RETRY_MILLISECONDS, last_event_id

MOST_BYTES = 64 * 1024
_ROOMS, _HOOKS = "/live/rooms/", "/live/hooks/"


class Door:
    """The streams and the writer of one event loop."""

    def __init__(self) -> None:
        self.hub = Hub(Log(), providers.wakeups())
        self.writer: Writer[Command, Outcome] = Writer(commit)
        self.hub.begin()

    async def close(self) -> None:
        await self.hub.end()
        await self.writer.close()


_doors: dict[asyncio.AbstractEventLoop, Door] = {}


def door() -> Door:
    """That of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _doors:
        _doors.clear()
        _doors[loop] = Door()
    return _doors[loop]


@asynccontextmanager
async def _open_door() -> AsyncIterator[None]:
    """As long as the process lives; what was taken in is written before it ends."""
    yield
    if opened := _doors.pop(asyncio.get_running_loop(), None):
        await opened.close()


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """`/live/stream?rooms=…`, and what else it carries: docs/protocol-messaging.md."""
    if scope["method"] != "GET":
        await refuse(send, 405, "Only GET is answered here.", [(b"allow", b"GET")])
        return
    asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    secret = api.bearer(header(scope, b"authorization").decode("latin-1"))
    caller = await _caller(scope, secret)
    if secret is not None and (caller is None or not caller.may(Token.Scope.READ)):
        await _say(send, 403 if caller else 401, {"error": "token"})
        return
    account = caller.account if caller else None
    places = cursors.parse(asked.get("rooms", [""])[0])
    moved, wants_heads = cursors.parse(last_event_id(scope)), asked.get("heads") != ["0"]
    follower = Follower(door().hub, account, places, moved, wants_heads=wants_heads)
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        NO_STORE,
        # nginx would otherwise collect events before it passes them on.
        (b"x-accel-buffering", b"no"),
        NOSNIFF,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: %d\n\n" % RETRY_MILLISECONDS, "more_body": True})

    def give(data: bytes) -> Awaitable[None]:
        return send({"type": "http.response.body", "body": data, "more_body": True})

    # What else a tab is told is not for programs.
    carried = begin_carrying(account, asked, follower.tell_latest) if secret is None else []
    # The stream runs in this very task: one task less for each that is open.
    leaving = asyncio.ensure_future(when_gone(receive))
    leaving.add_done_callback(lambda _: follower.stop())
    try:
        await follower.run(give)
        await send({"type": "http.response.body", "body": b""})
    except asyncio.CancelledError:
        if not follower.is_stopped:
            raise
    finally:
        for end in carried:
            end()
        leaving.cancel()


async def take(scope: Scope, receive: Receive, send: Send) -> None:
    """`POST /live/rooms/CODE`: one command, answered after its commit."""
    if scope["method"] != "POST":
        await refuse(send, 405, "Only POST is answered here.", [(b"allow", b"POST")])
        return
    secret = api.bearer(header(scope, b"authorization").decode("latin-1"))
    if secret is None and not _is_from_here(scope):
        await _say(send, 403, {"error": "origin"})
        return
    try:
        body = json.loads(await read_body(receive, most=MOST_BYTES))
        if not isinstance(body, dict):
            raise ValueError
    except TooLarge:
        await _say(send, 413, {"error": "large"})
        return
    except ValueError:
        await _say(send, 400, {"error": "malformed"})
        return
    except Gone:
        return
    caller = await _caller(scope, secret)
    if caller is None:
        await _say(send, 401, {"error": "nobody" if secret is None else "token"})
        return
    if not caller.may(api.scope_of(body.get("kind"))):
        await _say(send, 403, {"error": "scope", "scope": api.scope_of(body.get("kind"))})
        return
    code = scope["path"][len(_ROOMS) :]
    if body.get("kind") == "typing":
        outcome = _types(code, caller.account)
    else:
        outcome = await door().writer.carry_out(Command(caller.account, code, body, _language(scope)))
    await _say(send, outcome.status, outcome.answer)


async def take_hooked(scope: Scope, receive: Receive, send: Send) -> None:
    """`POST /live/hooks/SECRET`: a message for the room of a bot, from whoever knows the address (docs/api.md)."""
    if scope["method"] != "POST":
        await refuse(send, 405, "Only POST is answered here.", [(b"allow", b"POST")])
        return
    try:
        body = await read_body(receive, most=MOST_BYTES)
        posted = await asyncio.to_thread(api.posted_to, scope["path"][len(_HOOKS) :], body)
    except TooLarge:
        await _say(send, 413, {"error": "large"})
        return
    except api.NoMessage:
        await _say(send, 400, {"error": "malformed"})
        return
    except Gone:
        return
    if posted is None:
        await _say(send, 404, {"error": "address"})
        return
    command = Command(posted.caller.account, posted.code, posted.command, _language(scope))
    outcome = await door().writer.carry_out(command)
    await _say(send, outcome.status, outcome.answer)


async def tell_time(scope: Scope, receive: Receive, send: Send) -> None:
    """`GET /live/clock`: milliseconds since 1970, so that clients reckon with the house's clock, not their own."""
    await _say(send, 200, {"now": round(clock.now().timestamp() * 1000)})


async def _caller(scope: Scope, secret: str | None) -> Caller | None:
    """Who asks: the account of a token, else that of the cookie."""
    if secret is not None:
        return await asyncio.to_thread(api.caller_with, secret)
    account = await asyncio.to_thread(member_of, header(scope, b"cookie").decode("latin-1"))
    return Caller(account) if account else None


def member_of(cookies: str) -> UUID | None:
    """Whose session these cookies hold; one query, or none without a session."""
    try:
        key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if not key:
        return None
    close_old_connections()
    sign_in = SessionStore(session_key=key).sign_in
    return sign_in.account_id if sign_in else None


def _types(code: str, account: UUID) -> Outcome:
    """Only who is in the room at this moment, in this process, is seen typing."""
    channel = door().hub.channels.get(code)
    if channel is not None and account in channel.people.streams:
        channel.people.types(account, asyncio.get_running_loop().time())
    return Outcome(200, {})


def _is_from_here(scope: Scope) -> bool:
    """A page of this very host sent it (a form elsewhere cannot say JSON, nor its origin otherwise)."""
    if not header(scope, b"content-type").startswith(b"application/json"):
        return False
    origin = header(scope, b"origin").decode("latin-1")
    return urlsplit(origin).netloc == header(scope, b"host").decode("latin-1")


def _language(scope: Scope) -> str:
    known = dict(settings.LANGUAGES)
    asked = parse_accept_lang_header(header(scope, b"accept-language").decode("latin-1"))
    return next((tag for one, _ in asked if (tag := one.partition("-")[0]) in known), settings.LANGUAGE_CODE)


async def _say(send: Send, status: int, told: dict[str, Any]) -> None:
    headers = [(b"content-type", b"application/json"), NO_STORE, NOSNIFF]
    await answer(send, status, headers, json.dumps(told, ensure_ascii=False).encode())


routes = [
    Route("/live/stream", stream),
    Route(_ROOMS, take),
    Route(_HOOKS, take_hooked),
    Route("/live/clock", tell_time),
]
lifespans = [_open_door]
