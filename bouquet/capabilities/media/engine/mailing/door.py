"""aiosmtpd's SMTP server, with two changes: a message goes to a file instead of memory, and LMTP is spoken too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from aiosmtpd.smtp import SMTP, Envelope

_TOO_MUCH: Final = "552 5.3.4 Message too large"


class Desk(Protocol):
    """Who may send, to whom, and what becomes of a message. Answers are SMTP replies; "250…" means yes."""

    async def may_begin(self) -> str:
        """Whether there is room for a message at all."""

    async def knows(self, recipient: str) -> str:
        """Whether `recipient` is an address of ours."""

    async def spool(self) -> Path:
        """A new file for a message."""

    async def take(self, message: Path, *, sender: str, recipient: str) -> str:
        """The message is whole, on disk. Called once for each recipient; the file is deleted afterwards."""


class Door(SMTP):
    """One connection. RFC 5321 (SMTP), RFC 2033 (LMTP, once the client says LHLO), RFC 1870 (SIZE)."""

    def __init__(self, desk: Desk, *, most_bytes: int, hostname: str) -> None:
        super().__init__(
            _Hooks(desk),
            data_size_limit=most_bytes,
            hostname=hostname,
            ident="Bouquet",
            enable_SMTPUTF8=True,
            timeout=120,
            # A guesser of addresses is cut off; a mailer with a hundred recipients of ours does not exist.
            command_call_limit={"RCPT": 100, "*": 1000},
        )
        self.desk, self.most_bytes = desk, most_bytes
        self.is_lmtp = False

    async def smtp_LHLO(self, arg: str) -> None:
        self.is_lmtp = True
        await self.smtp_EHLO(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        message = await self.desk.spool()
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            fits = await self._read_into(message)
            for answer in await self._answers(message, self.envelope, fits=fits):
                await self.push(answer)
        finally:
            message.unlink(missing_ok=True)
            self._set_post_data_state()  # type: ignore[no-untyped-call]

    async def _answers(self, message: Path, envelope: Envelope, *, fits: bool) -> list[str]:
        """One for each recipient in LMTP (RFC 2033 §4.2); in SMTP one for all: the worst, so that nothing is lost."""
        recipients = envelope.rcpt_tos
        if not fits:
            return [_TOO_MUCH] * (len(recipients) if self.is_lmtp else 1)
        sender = envelope.mail_from or ""
        taken: dict[str, str] = {}
        for recipient in recipients:
            # Somebody named twice, or a hundred times, is given the message once.
            if recipient.lower() not in taken:
                taken[recipient.lower()] = await self.desk.take(message, sender=sender, recipient=recipient)
        answers = [taken[recipient.lower()] for recipient in recipients]
        if self.is_lmtp:
            return answers
        return [next((answer for answer in answers if answer.startswith("4")), answers[0])]

    async def _read_into(self, message: Path) -> bool:
        """The lines up to the lone dot, without transparency dots (RFC 5321 §4.5.2); whether they were not too many.

        Only CRLF ends a line: a bare line feed followed by a dot ends nothing, so no second message can be smuggled.
        """
        size, at_start = 0, True
        with message.open("wb") as file:
            while True:
                try:
                    line = await self._reader.readuntil(b"\r\n")
                    whole = True
                except asyncio.LimitOverrunError as over:
                    line = await self._reader.read(over.consumed)
                    whole = False
                if at_start and line == b".\r\n":
                    return size <= self.most_bytes
                if at_start and line.startswith(b"."):
                    line = line[1:]
                at_start = whole
                size += len(line)
                if size <= self.most_bytes:
                    file.write(line)


class _Hooks:
    """What aiosmtpd asks at MAIL and RCPT."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = await self.desk.may_begin()
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = await self.desk.knows(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return answer


async def listen(make: Callable[[], Door], *, host: str, port: int) -> asyncio.Server:
    """Open the door at `host`:`port`."""
    return await asyncio.get_running_loop().create_server(make, host=host, port=port)
