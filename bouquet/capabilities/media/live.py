"""What media does on the live process: takes uploads (tus 1.0), tells how far a video is."""

from __future__ import annotations

from django.conf import settings
from django.db import close_old_connections
from django.utils.translation import gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header

from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions import ticketing, uploads
from bouquet.capabilities.media.engine.tus.answers import Refusal
from bouquet.capabilities.media.engine.tus.headers import Headers
from bouquet.capabilities.media.engine.tus.server import TusServer
from bouquet.capabilities.media.engine.tus.shelf import Record
from bouquet.foundation.clock import clock
from bouquet.foundation.live.routing import Route


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

    def take(self, record: Record) -> str:
        close_old_connections()
        try:
            return str(uploads.hand_over(record).pk)
        except policies.CannotReceive as error:
            raise uploads.refusal(error, record.language) from None

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


def _stale_page(headers: Headers) -> Refusal:
    known = dict(settings.LANGUAGES)
    asked = (tag.partition("-")[0] for tag, _ in parse_accept_lang_header(headers.get("accept-language") or ""))
    with override(next((tag for tag in asked if tag in known), settings.LANGUAGE_CODE)):
        return Refusal(401, gettext("This page is too old to send files. Reload it: your uploads will go on."))


routes = [Route("/uploads/", TusServer(uploads.shelf(), HouseGate(), prefix="/uploads/"))]
