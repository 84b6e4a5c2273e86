"""`bin/manage listen_for_mail`: the door for mailed videos, SMTP and LMTP on one port."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from bouquet.capabilities.media import policies, providers
from bouquet.capabilities.media.actions import mail_addresses, mailing
from bouquet.capabilities.media.actions.uploads import require_space_for
from bouquet.capabilities.media.engine.mailing.door import Door, listen
from bouquet.foundation.ids.keys import new_code

Result = TypeVar("Result")

logger = logging.getLogger(__name__)


class HouseDesk:
    """Only members' own addresses, only while there is room; a message is taken when its videos are in the store."""

    async def may_begin(self) -> str:
        try:
            await _in_thread(lambda: require_space_for(settings.BOUQUET_MAX_MAIL_BYTES))
        except policies.DiskFull:
            return "452 4.3.1 No room for a message at the moment"
        return "250 2.1.0 OK"

    async def knows(self, recipient: str) -> str:
        if providers.mailbox_of(recipient) is not None:
            return "250 2.1.5 OK"
        owner = await _in_thread(lambda: mail_addresses.owner_of(recipient))
        return "250 2.1.5 OK" if owner else "550 5.1.1 There is no such address here"

    async def spool(self) -> Path:
        folder: Path = settings.BOUQUET_VAR / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{new_code()}.eml"

    async def take(self, message: Path, *, sender: str, recipient: str) -> str:
        try:
            return await _in_thread(lambda: self._take(message, sender, recipient))
        except Exception:
            logger.exception("A message could not be taken; its mailer will try again")
            return "451 4.3.0 Not taken, try again later"

    def _take(self, message: Path, sender: str, recipient: str) -> str:
        if (box := providers.mailbox_of(recipient)) is not None:
            take, token = box
            take(token, message)
            return "250 2.0.0 Taken"
        owner = mail_addresses.owner_of(recipient)
        if owner is None:
            return "550 5.1.1 There is no such address here"
        try:
            outcome = mailing.take_letter(message, owner=owner, sender=sender)
        except policies.DiskFull:
            return "452 4.3.1 No room for this message at the moment"
        return f"250 2.0.0 {outcome.taken} taken"


class Command(BaseCommand):
    help = "Take the videos that members mail to their private addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        host, port = settings.BOUQUET_MAIL_HOST, settings.BOUQUET_MAIL_PORT
        server = await listen(new_door, host=host, port=port)
        logger.info("Listening for mail at %s:%s for %s", host, port, settings.BOUQUET_MAIL_DOMAIN)
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        async with server:
            await stopped.wait()
        with contextlib.suppress(Exception):
            close_old_connections()


def new_door() -> Door:
    """One connection's end on our side."""
    return Door(HouseDesk(), most_bytes=settings.BOUQUET_MAX_MAIL_BYTES, hostname=settings.BOUQUET_MAIL_DOMAIN)


async def _in_thread(call: Callable[[], Result]) -> Result:
    def fresh() -> Result:
        close_old_connections()
        return call()

    return await asyncio.to_thread(fresh)
