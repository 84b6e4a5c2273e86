"""What media does on the live process: takes uploads (tus 1.0), tells how far a video is."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator
from typing import Final
from urllib.parse import parse_qs

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header

from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions import ticketing, uploads, watching
from bouquet.capabilities.media.engine.tus.answers import Refusal
from bouquet.capabilities.media.engine.tus.headers import Headers
from bouquet.capabilities.media.engine.tus.server import TusServer
from bouquet.capabilities.media.engine.tus.shelf import Record
from bouquet.foundation.clock import clock
from bouquet.foundation.live.answers import refuse
from bouquet.foundation.live.carried import End, Tell, carry
from bouquet.foundation.live.requests import header
from bouquet.foundation.live.routing import Receive, Route, Scope, Send
from bouquet.foundation.live.streaming import Event, changes, stream

_LOOK_SECONDS: Final = 3.0
# Of one tab.
_MOST_FOLLOWED: Final = 20


class HouseGate:
    """Tickets, quota and disk; a whole file becomes an asset."""

    def admit(self, headers: Headers, length: int, metadata: dict[str, str]) -> Record:
        try:
            ticket = ticketing.read_ticket(headers.get("upload-ticket") or metadata.get("ticket", ""))
        except ticketing.BadTicket:
            raise _stale_page(headers) from None
        try:
            return uploads.open_upload(ticket, length=length, metadata=metadata)
        except policies.CannotReceive as error:
            raise uploads.refusal(error, ticket.language) from None

    def take(self, record: Record) -> None:
        close_old_connections()
        try:
            uploads.hand_over(record)
        except policies.CannotReceive as error:
            raise uploads.refusal(error, record.language) from None

    def receipt(self, record: Record) -> dict[str, str]:
        address = watching.progress_address(uuid.UUID(record.asset_id))
        return {"Asset-Id": record.asset_id, "Asset-Progress": address}

    def check_space(self, record: Record) -> None:
        try:
            uploads.require_space_for(0)
        except policies.CannotReceive as error:
            raise uploads.refusal(error, record.language) from None

    def disk_full(self, record: Record) -> Refusal:
        return uploads.refusal(policies.DiskFull(), record.language)

    def most_bytes(self) -> int:
        return int(settings.BOUQUET_MAX_UPLOAD_BYTES)

    def now(self) -> float:
        return clock.timestamp()


def _language(asked: str) -> str:
    """The first of the languages asked for that we speak."""
    known = dict(settings.LANGUAGES)
    tags = (tag.partition("-")[0] for tag, _ in parse_accept_lang_header(asked))
    return next((tag for tag in tags if tag in known), settings.LANGUAGE_CODE)


def _stale_page(headers: Headers) -> Refusal:
    with override(_language(headers.get("accept-language") or "")):
        return Refusal(401, gettext("This page is too old to send files. Reload it: your uploads will go on."))


async def tell_progress(scope: Scope, receive: Receive, send: Send) -> None:
    """`/media/progress/<asset>?token=…[&lang=fr]`: an event for every change, until the asset is where it ends. For
    programs that upload; a tab hears it on its one stream (`carry_progress`)."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    try:
        asset_id = uuid.UUID(scope["path"].rpartition("/")[2])
    except ValueError:
        await refuse(send, 404, "There is no such video.")
        return
    if not watching.may_watch(asset_id, asked.get("token", [""])[0]):
        await refuse(send, 403, "This address is not valid, or no longer.")
        return
    language = _language((asked.get("lang") or [header(scope, b"accept-language").decode("latin-1")])[0])
    await stream(scope, receive, send, _progress(asset_id, language))


def carry_progress(account: uuid.UUID | None, asked: str, tell: Tell) -> End | None:
    """`progress=LANGUAGE:ASSET:TOKEN,…`: as `tell_progress`, with `asset`, of several at once, for whoever has the
    token."""
    following = []
    for one in asked.split(",")[:_MOST_FOLLOWED]:
        language, _, rest = one.partition(":")
        name, _, token = rest.partition(":")
        try:
            asset_id = uuid.UUID(name)
        except ValueError:
            continue
        if watching.may_watch(asset_id, token):
            following.append(asyncio.ensure_future(_carry_one(asset_id, _language(language), tell)))

    def end() -> None:
        for task in following:
            task.cancel()

    return end


async def _carry_one(asset_id: uuid.UUID, language: str, tell: Tell) -> None:
    while True:
        try:
            async for event in _progress(asset_id, language):
                data = json.dumps(json.loads(event.data) | {"asset": str(asset_id)}, ensure_ascii=False)
                tell(f"progress:{asset_id}", Event(data, name="progress").encoded())
            return
        except DatabaseError:
            # It is away for a moment; a tab does not ask by itself, as a stream that breaks off makes it.
            await asyncio.sleep(_LOOK_SECONDS)


async def _progress(asset_id: uuid.UUID, language: str) -> AsyncGenerator[Event]:
    """Woken by this machine's workers at once; looks by itself as well, for workers on other machines."""
    woken = changes(watching.tag(asset_id))
    waking = asyncio.ensure_future(anext(woken))
    before = None
    try:
        while True:
            await asyncio.wait({waking}, timeout=_LOOK_SECONDS)
            if waking.done():
                waking = asyncio.ensure_future(anext(woken))
            now = await asyncio.to_thread(_look, asset_id, language)
            if now is None:
                return
            if now != before:
                yield Event(json.dumps(now.to_dict(), ensure_ascii=False))
            if now.is_ended:
                return
            before = now
    finally:
        waking.cancel()


def _look(asset_id: uuid.UUID, language: str) -> watching.Progress | None:
    close_old_connections()
    return watching.progress(asset_id, language=language)


carry("progress", carry_progress)
routes = [
    Route("/uploads/", TusServer(uploads.shelf(), HouseGate(), prefix="/uploads/")),
    Route("/media/progress/", tell_progress),
]
