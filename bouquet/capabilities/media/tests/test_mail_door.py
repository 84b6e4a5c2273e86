"""The door for mail: SMTP and LMTP on a real socket, spooling to disk."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bouquet.capabilities.media.engine.mailing.door import Door, listen

MESSAGE = b"Subject: Vacances\r\n\r\nRegardez !\r\n"


class Listening:
    """A door on a free port, in a thread of its own, with a desk that needs no database."""

    def __init__(self, desk: Any, *, most_bytes: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.desk, self.most_bytes = desk, most_bytes
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = asyncio.run_coroutine_threadsafe(self._open(), self.loop).result(10)
        self.port: int = self.server.sockets[0].getsockname()[1]

    async def _open(self) -> asyncio.Server:
        return await listen(
            lambda: Door(self.desk, most_bytes=self.most_bytes, hostname="localhost"), host="127.0.0.1", port=0
        )

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[tuple[str, str, bytes]] = []
        self.begin = "250 2.1.0 OK"

    async def may_begin(self) -> str:
        return self.begin

    async def knows(self, recipient: str) -> str:
        return "250 2.1.5 OK" if recipient.startswith("known") else "550 5.1.1 There is no such address here"

    async def spool(self) -> Path:
        return self.folder / f"{len(self.taken)}.eml"

    async def take(self, message: Path, *, sender: str, recipient: str) -> str:
        self.taken.append((sender, recipient, message.read_bytes()))
        return "250 2.0.0 taken"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def listening(desk: Desk) -> Iterator[Listening]:
    door = Listening(desk, most_bytes=50_000)
    yield door
    door.close()


def test_a_message_goes_through_the_door_unchanged(desk: Desk, listening: Listening, tmp_path: Path) -> None:
    content = MESSAGE + b"\r\n.\r\n..two dots\r\n"
    with smtplib.SMTP("127.0.0.1", listening.port) as client:
        client.sendmail("a@example.net", ["known@here"], content)
    [(sender, recipient, taken)] = desk.taken
    assert (sender, recipient) == ("a@example.net", "known@here")
    assert taken == content
    assert not list(tmp_path.glob("*.eml")), "a spooled message is gone when it was taken"


def test_unknown_addresses_are_refused_at_once(listening: Listening) -> None:
    with smtplib.SMTP("127.0.0.1", listening.port) as client, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.sendmail("a@example.net", ["stranger@here"], "x")
    assert refused.value.recipients["stranger@here"][0] == 550


def test_a_message_said_to_be_too_large_is_refused_at_once(listening: Listening) -> None:
    with smtplib.SMTP("127.0.0.1", listening.port) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "50000"
        assert client.mail("a@example.net", ["SIZE=50001"])[0] == 552


def test_a_message_that_is_too_large_is_refused_at_its_end(desk: Desk, listening: Listening) -> None:
    with smtplib.SMTP("127.0.0.1", listening.port) as client:
        client.helo()
        client.mail("a@example.net")
        client.rcpt("known@here")
        with pytest.raises(smtplib.SMTPDataError) as refused:
            assert client.data(b"x" * 60_000)[0] != 250
            raise smtplib.SMTPDataError(552, b"")
    assert refused.value.smtp_code == 552
    assert desk.taken == []


def test_no_room_has_the_mailer_try_again(desk: Desk, listening: Listening) -> None:
    desk.begin = "452 4.3.1 No room"
    with smtplib.SMTP("127.0.0.1", listening.port) as client:
        client.ehlo()
        assert client.mail("a@example.net")[0] == 452


def test_lmtp_answers_for_each_recipient(desk: Desk, listening: Listening) -> None:
    with smtplib.LMTP("127.0.0.1", listening.port) as client:
        client.ehlo()
        client.mail("a@example.net")
        for recipient in ("known@here", "known2@here"):
            client.rcpt(recipient)
        client.putcmd("data")
        client.getreply()
        client.send(MESSAGE + b".\r\n")
        assert [client.getreply()[0], client.getreply()[0]] == [250, 250]
    assert [recipient for _, recipient, _ in desk.taken] == ["known@here", "known2@here"]


def test_a_bare_line_feed_smuggles_no_second_message(desk: Desk, listening: Listening) -> None:
    with smtplib.SMTP("127.0.0.1", listening.port) as client:
        client.ehlo()
        client.mail("a@example.net")
        client.rcpt("known@here")
        client.putcmd("data")
        client.getreply()
        client.send(b"Subject: x\r\n\r\nbody\n.\nMAIL FROM:<evil@example.net>\r\n.\r\n")
        assert client.getreply()[0] == 250
    assert len(desk.taken) == 1
    assert b"evil@example.net" in desk.taken[0][2]


def test_somebody_named_many_times_is_given_a_message_once(desk: Desk, listening: Listening) -> None:
    with smtplib.SMTP("127.0.0.1", listening.port) as mailer:
        mailer.sendmail("a@example.net", ["known@m", "KNOWN@m", *["known@m"] * 40], b"Subject: x\r\n\r\nhello\r\n")
    assert len(desk.taken) == 1
