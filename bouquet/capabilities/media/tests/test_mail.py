"""A mailed video becomes a private draft; nothing else gets in, nothing is answered twice, nothing loops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import mail_addresses
from bouquet.capabilities.media.actions.mailing import take_letter
from bouquet.capabilities.media.engine.mailing.letters import open_letter
from bouquet.capabilities.media.models import Asset, MailAddress, MailedMessage
from bouquet.foundation.storage.store import store

FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 30


def letter(*attachments: tuple[str, str, bytes], subject: str = "Vacances à Brest", **headers: str) -> EmailMessage:
    """A message with `attachments` (type, name, content)."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "telephone@example.net", "x@wideo.m6.localhost"
    message["Message-ID"] = headers.pop("message_id", "<one@example.net>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Regardez !")
    for kind, name, content in attachments:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def on_disk(tmp_path: Path, message: EmailMessage | bytes) -> Path:
    path = tmp_path / "message.eml"
    path.write_bytes(message if isinstance(message, bytes) else message.as_bytes())
    return path


@pytest.fixture
def take(
    var: Path, tmp_path: Path, ines: Account, to_the_end: Callable[[], None], committed: Any
) -> Callable[..., Any]:
    """`take(message)`: the message arrives at Inès's address, and what follows from it happens."""
    from unittest.mock import patch

    def arrive(message: EmailMessage | bytes, sender: str = "telephone@example.net") -> Any:
        # What becomes of the videos is for other tests.
        with patch("bouquet.capabilities.media.actions.probing.probe"):
            with committed():
                outcome = take_letter(on_disk(tmp_path, message), owner=ines, sender=sender)
            to_the_end()
        return outcome

    return arrive


VIDEO = ("video/mp4", "film.mp4", FILM)


def test_a_mailed_video_becomes_a_draft_titled_by_the_subject(take: Callable[..., Any], ines: Account) -> None:
    assert take(letter(VIDEO)).taken == 1
    asset = Asset.objects.get()
    assert (asset.owner, asset.title_hint, asset.file_name) == (ines, "Vacances à Brest", "film.mp4")
    assert (asset.origin, asset.purpose, asset.is_public) == ("mail", "videos.new", False)
    assert store().read_bytes(asset.original) == FILM
    assert mail.outbox == []


def test_every_video_of_a_message_becomes_one(take: Callable[..., Any]) -> None:
    assert take(letter(VIDEO, ("video/quicktime", "deux.mov", FILM + b"2"))).taken == 2
    assert set(Asset.objects.values_list("file_name", flat=True)) == {"film.mp4", "deux.mov"}


def test_the_same_message_delivered_again_changes_nothing(take: Callable[..., Any]) -> None:
    take(letter(VIDEO))
    take(letter(VIDEO))
    assert Asset.objects.count() == MailedMessage.objects.count() == 1


def test_a_message_taken_half_before_a_crash_makes_no_double(
    take: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr("bouquet.capabilities.media.actions.mailing._close", lambda *args, **more: 1 / 0)
        take(letter(VIDEO))
    take(letter(VIDEO))
    assert Asset.objects.count() == 1


def test_what_is_no_video_is_left_out_and_the_member_is_told_why(take: Callable[..., Any], ines: Account) -> None:
    take(letter(VIDEO, ("application/pdf", "facture.pdf", b"%PDF")))
    assert Asset.objects.count() == 1
    [answer] = mail.outbox
    assert answer.to == [ines.email], "never to whoever the message says it is from"
    assert "facture.pdf" in answer.body
    assert "n’est pas une vidéo" in answer.body
    assert answer.extra_headers["Auto-Submitted"] == "auto-replied"


def test_a_message_without_a_video_is_answered(take: Callable[..., Any]) -> None:
    take(letter())
    assert "aucune vidéo" in mail.outbox[0].body


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<list>"},
        {"X_Auto_Response_Suppress": "All"},
    ],
)
def test_machines_are_not_answered(take: Callable[..., Any], headers: dict[str, str]) -> None:
    take(letter(**headers))
    assert mail.outbox == []


def test_a_bounce_is_not_answered(take: Callable[..., Any]) -> None:
    take(letter(), sender="")
    assert mail.outbox == []


def test_our_own_answer_coming_back_is_not_answered(take: Callable[..., Any]) -> None:
    take(letter())
    [answer] = mail.outbox
    take(answer.message().as_bytes())
    assert len(mail.outbox) == 1


def test_over_quota_the_member_is_told_and_nothing_is_kept(take: Callable[..., Any], settings: Any) -> None:
    settings.BOUQUET_MEMBER_QUOTA_BYTES = 10
    assert take(letter(VIDEO)).taken == 0
    assert "toute la place" in mail.outbox[0].body


def test_a_full_disk_has_the_mailer_try_again(take: Callable[..., Any], settings: Any) -> None:
    from bouquet.capabilities.media import policies

    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 1 << 60
    with pytest.raises(policies.DiskFull):
        take(letter(VIDEO))
    assert not MailedMessage.objects.exists()


def test_an_mms_forwarded_by_a_gateway_is_understood(take: Callable[..., Any]) -> None:
    import base64

    body = base64.encodebytes(b"\x00\x00\x00\x14ftyp3gp4" + b"x" * 500).decode()
    message = f"""From: +33612345678@mms.example.net
Subject: =?utf-8?Q?Anniversaire_de_L=C3=A9a?=
Message-ID: <mms-1@mms.example.net>
MIME-Version: 1.0
Content-Type: multipart/related; type="application/smil"; boundary="--=_mms"

----=_mms
Content-Type: application/smil; name="smil.xml"

<smil><body/></smil>
----=_mms
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Bon anniversaire !
----=_mms
Content-Type: application/octet-stream; name=video-2026.3gp
Content-Transfer-Encoding: base64
Content-Disposition: inline
Content-ID: <video-2026.3gp>

{body}
----=_mms
Content-Type: image/gif
Content-ID: <logo>
Content-Transfer-Encoding: base64

R0lGODlhAQABAAAAACw=
----=_mms--
"""
    assert take(message.encode()).taken == 1
    asset = Asset.objects.get()
    assert (asset.title_hint, asset.file_name, asset.size_bytes) == ("Anniversaire de Léa", "video-2026.3gp", 512)
    assert mail.outbox == [], "a logo and a layout are no attachments"


def test_a_forwarded_message_is_looked_into(take: Callable[..., Any]) -> None:
    outer = letter(subject="Fwd: film")
    outer.add_attachment(letter(VIDEO, message_id="<inner@example.net>"))
    assert take(outer).taken == 1


def test_broken_messages_do_not_break_us(tmp_path: Path) -> None:
    samples = [
        b"",
        b"\x00\xff\xfe" * 100,
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: video/mp4\n\nnever ends",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 500 + b"--x--",
        b"Content-Type: video/mp4\nContent-Transfer-Encoding: base64\n\n!!!!not base64====",
        b"Content-Type: =?bad?=; name*0*=a''%ff\nSubject: =?utf-8?b?////?=\n\nx",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n"
        + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 50,
    ]
    for number, sample in enumerate(samples):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert len(open_letter(on_disk(tmp_path, sample), folder).parts) <= 100


def test_attachments_come_out_as_they_went_in(tmp_path: Path) -> None:
    contents = [b"", b"\n", b"\r\n", b"abc\r\n\r\n", bytes(range(256)) * 99, b"--boundary\r\n"]
    message = letter(*(("application/x-any", f"{n}.bin", content) for n, content in enumerate(contents)))
    for form in (message.as_bytes(), message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")):
        folder = tmp_path / f"parts-{len(form)}"
        folder.mkdir()
        parts = open_letter(on_disk(tmp_path, form), folder).parts[1:]
        assert [part.path.read_bytes() for part in parts] == contents


def test_memory_stays_flat_while_a_large_message_is_opened(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "large.eml"
    with path.open("wb") as file:
        file.write(b"Content-Type: video/mp4; name=a.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n")
        for _ in range(20_000):
            file.write(b"QUJD" * 19 + b"\r\n" + b"QUJD" * 19 + b"\r\n")
    (tmp_path / "parts").mkdir()
    tracemalloc.start()
    [part] = open_letter(path, tmp_path / "parts").parts
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert part.size == 20_000 * 2 * 57
    assert most < 1 << 20


def test_a_member_gets_sees_renews_and_closes_the_address(client: Client, ines: Account) -> None:
    client.force_login(ines)
    page = "/reglages/videos-par-e-mail/"
    assert "Obtenir une adresse" in client.get(page).content.decode()
    client.post(f"{page}renouveler/")
    first = mail_addresses.address_of(ines)
    assert first in client.get(page).content.decode()
    assert "Get a new address" in client.get(f"/en{page}").content.decode()
    client.post(f"{page}renouveler/")
    second = mail_addresses.address_of(ines)
    assert second != first
    assert mail_addresses.owner_of(first) is None
    assert mail_addresses.owner_of(second.upper()) == ines
    client.post(f"{page}fermer/")
    assert mail_addresses.owner_of(second) is None
    assert MailAddress.objects.filter(owner=ines, revoked_at=None).count() == 0


def test_the_address_is_for_its_owners_eyes_only(client: Client) -> None:
    assert client.get("/reglages/videos-par-e-mail/").status_code == 302
    assert client.post("/reglages/videos-par-e-mail/renouveler/").status_code == 302


def test_a_suspended_member_receives_nothing(ines: Account) -> None:
    address = mail_addresses.renew_address(ines)
    Account.objects.filter(pk=ines.pk).update(is_active=False)
    assert mail_addresses.owner_of(address) is None


def test_another_domain_is_not_ours(ines: Account) -> None:
    local = mail_addresses.renew_address(ines).partition("@")[0]
    assert mail_addresses.owner_of(f"{local}@example.org") is None


@pytest.mark.django_db(transaction=True)
def test_the_houses_desk_takes_what_is_mailed_to_a_member(var: Path, ines: Account) -> None:
    from bouquet.capabilities.media.management.commands.listen_for_mail import HouseDesk

    address = mail_addresses.renew_address(ines)
    desk = HouseDesk()

    async def deliver() -> tuple[str, str, str]:
        unknown = await desk.knows("nobody@wideo.m6.localhost")
        known = await desk.knows(address)
        message = await desk.spool()
        message.write_bytes(letter(VIDEO).as_bytes())
        return unknown[:3], known[:3], (await desk.take(message, sender="a@example.net", recipient=address))[:3]

    assert asyncio.run(deliver()) == ("550", "250", "250")
    assert Asset.objects.get().owner == ines
    connection.close()
