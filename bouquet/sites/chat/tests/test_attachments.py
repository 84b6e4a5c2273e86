"""Pictures, files and sounds in rooms: who reads the room has them, as long as the message stands."""

from __future__ import annotations

import io
import json
import math
import wave
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions import enclosures
from bouquet.capabilities.media.engine import sounds
from bouquet.capabilities.media.models import Enclosure, Photo
from bouquet.capabilities.messaging.actions import attaching, editing, exporting, forgetting, joining, opening, posting
from bouquet.capabilities.messaging.engine import naming
from bouquet.capabilities.messaging.models import Attachment, Message, Room
from bouquet.foundation.clock import clock
from bouquet.foundation.live.media import describe
from bouquet.foundation.storage.store import store
from bouquet.foundation.subjects import registry


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path, db: None) -> Iterator[None]:
    """Files of this test alone."""
    settings.BOUQUET_VAR = tmp_path / "var"
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 0
    store.cache_clear()
    yield
    store.cache_clear()


def photo() -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(made, "JPEG")
    return SimpleUploadedFile("plage [1].jpg", made.getvalue(), "image/jpeg")


@pytest.fixture
def cellar(ines: Account, karim: Account) -> Room:
    """A secret room with Inès and Karim in it."""
    room = opening.open_room(by=ines, name="La cave", openness="secret")
    joining.invite(room=room, by=ines, account=karim)
    joining.join(room=room, by=karim)
    return room


def test_a_picture_is_seen_by_who_reads_the_room_and_nobody_else(
    client: Client, cellar: Room, ines: Account, karim: Account, lea: Account
) -> None:
    client.force_login(ines)
    client.post(f"/rooms/{cellar.code}/say", {"text": "Regardez", "client": "0123456789abcdef", "file": photo()})
    address = f"/rooms/{cellar.code}/pictures/{Attachment.objects.get().pk}"
    client.force_login(karim)
    html = client.get(f"/rooms/{cellar.code}").content.decode()
    assert f'src="{address}?width=640" width="80" height="60" alt="plage [1]"' in html
    assert client.get(address).status_code == 302
    client.force_login(lea)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 404


def test_a_script_gets_the_text_that_names_it_and_sending_again_makes_no_second(
    client: Client, cellar: Room, ines: Account
) -> None:
    client.force_login(ines)
    key = "01234567-89ab-7def-8123-456789abcdef"
    told = [
        client.post(f"/rooms/{cellar.code}/files", {"file": photo(), "words": "Mer", "key": key}).json()["text"]
        for _ in range(2)
    ]
    assert told[0] == told[1]
    assert Attachment.objects.count() == Photo.objects.count() == 1
    assert attaching.named_by(told[0], room=cellar, by=ines) == [
        {"key": str(Attachment.objects.get().pk), "sort": "picture", "name": "Mer", "width": 80, "height": 60}
    ]


def test_what_is_no_picture_is_refused_with_a_sentence(client: Client, cellar: Room, ines: Account) -> None:
    client.force_login(ines)
    file = SimpleUploadedFile("note.jpg", b"pas une image")
    answer = client.post(f"/rooms/{cellar.code}/files", {"file": file})
    assert (answer.status_code, bool(answer.json()["message"])) == (415, True)
    assert client.post(f"/rooms/{cellar.code}/files").status_code == 400


def test_a_deleted_message_takes_its_picture_along(client: Client, cellar: Room, ines: Account, karim: Account) -> None:
    text = attaching.take_in(room=cellar, by=ines, file=photo().file, name="plage.jpg", words="Mer")  # type: ignore[arg-type]
    event = posting.post(room=cellar, by=ines, text=text)
    address = f"/rooms/{cellar.code}/pictures/{Attachment.objects.get().pk}"
    client.force_login(karim)
    assert client.get(address).status_code == 302
    assert event.message is not None
    editing.delete(message=event.message, by=ines)
    assert client.get(address).status_code == 404


def test_nobody_shows_another_s_picture_as_their_own(
    client: Client, cellar: Room, ines: Account, karim: Account
) -> None:
    text = attaching.take_in(room=cellar, by=ines, file=photo().file, name="plage.jpg", words="Mer")  # type: ignore[arg-type]
    posting.post(room=cellar, by=karim, text=text)
    client.force_login(karim)
    assert client.get(f"/rooms/{cellar.code}/pictures/{Attachment.objects.get().pk}").status_code == 404


def test_the_keeper_keeps_what_is_named_and_lets_go_of_the_rest(cellar: Room, ines: Account) -> None:
    named, _unsaid = (
        attaching.take_in(room=cellar, by=ines, file=photo().file, name="plage.jpg", words="Mer")  # type: ignore[arg-type]
        for _ in range(2)
    )
    posting.post(room=cellar, by=ines, text=named)
    attaching.keep_what_is_named()
    assert Photo.objects.filter(kept_at=None).count() == 1
    Message.objects.all().update(text="", html="")
    Attachment.objects.update(swept_at=clock.now() - timedelta(days=8))
    attaching.keep_what_is_named()
    assert not Photo.objects.exclude(kept_at=None).exists()


def test_words_for_a_picture_cannot_break_out_of_its_name() -> None:
    address = "https://a.test/rooms/abc/pictures/01234567-89ab-7def-8123-456789abcdef"
    text = naming.name(address, "a](http://b) *c*")
    assert text == f"[a http://b c]({address})"
    assert [str(key) for key in naming.keys_in(text, "abc")] == ["01234567-89ab-7def-8123-456789abcdef"]
    assert naming.keys_in(text, "other") == []


# Files


def document(name: str = "devis [2].pdf", content: bytes = b"%PDF-1.7 rien") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def archive(**entries: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return made.getvalue()


def test_a_file_is_a_download_under_its_own_name_for_who_reads_the_room(
    client: Client, cellar: Room, ines: Account, karim: Account, lea: Account
) -> None:
    client.force_login(ines)
    client.post(f"/rooms/{cellar.code}/say", {"text": "Voici", "client": "0123456789abcdef", "file": document()})
    message = Message.objects.get()
    sent = Attachment.objects.get()
    assert message.html == "<p>Voici</p>\n"
    assert message.enclosed == [{"key": str(sent.pk), "sort": "file", "name": "devis [2].pdf", "bytes": 13}]
    address = f"/rooms/{cellar.code}/files/{sent.pk}"
    client.force_login(karim)
    assert f'href="{address}" download="devis [2].pdf"' in client.get(f"/rooms/{cellar.code}").content.decode()
    led = client.get(address)["Location"]
    assert led.startswith("/media/private/")
    assert led.endswith("/document?download=devis%20%5B2%5D.pdf")
    assert dict(describe("private/a/document", led.partition("?")[2].encode()))[b"content-type"] == (
        b"application/octet-stream"
    )
    client.force_login(lea)
    assert client.get(address).status_code == 404
    editing.delete(message=message, by=ines)
    client.force_login(karim)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"),
        ("page.html", b"<script>"),
        ("image.svg", b"<svg/>"),
        ("lettre.pdf", b"MZ not a pdf"),
        ("notes.txt", b"a\0b"),
        ("photos.zip", archive(**{"photo.jpg.exe": b"MZ"})),
        ("facture.docx", archive(**{"[Content_Types].xml": b"", "word/vbaProject.bin": b""})),
        ("facture.odt", archive(mimetype=b"text/plain")),
        ("facture.odt", b"PK\x03\x04 broken"),
        ("sans", b"rien"),
    ],
)
def test_what_would_run_or_is_not_what_it_says_is_not_passed_on(
    client: Client, cellar: Room, ines: Account, name: str, content: bytes
) -> None:
    client.force_login(ines)
    answer = client.post(f"/rooms/{cellar.code}/files", {"file": document(name, content)})
    assert (answer.status_code, bool(answer.json()["message"])) == (415, True)
    assert not Enclosure.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.md", "Œufs".encode()),
        ("photos.zip", archive(**{"photo.jpg": b""})),
        ("facture.docx", archive(**{"[Content_Types].xml": b""})),
        ("facture.odt", archive(mimetype=b"application/vnd.oasis.opendocument.text")),
    ],
)
def test_what_people_work_with_is_passed_on(cellar: Room, ines: Account, name: str, content: bytes) -> None:
    text = attaching.take_in(room=cellar, by=ines, file=io.BytesIO(content), name=name)
    assert text.startswith(f"[{name}](")
    sent = Enclosure.objects.get()
    assert store().read_bytes(f"{sent.folder}/document") == content


def test_names_are_made_plain() -> None:
    assert enclosures.clean_name("C:\\Users\\ines\\photo\u202efdp.exe") == "photo fdp.exe"
    assert enclosures.clean_name("../../etc/passwd") == "passwd"
    long = enclosures.clean_name("a" * 300 + ".pdf")
    assert (len(long), long[-4:]) == (120, ".pdf")


def test_a_file_too_many_or_too_large_is_refused(cellar: Room, ines: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosures, "MOST_LENT", 1)
    attaching.take_in(room=cellar, by=ines, file=io.BytesIO(b"a"), name="a.txt")
    with pytest.raises(enclosures.TooManyFiles):
        attaching.take_in(room=cellar, by=ines, file=io.BytesIO(b"a"), name="a.txt")
    monkeypatch.setattr(enclosures, "MOST_BYTES", 1)
    with pytest.raises(enclosures.FileTooLarge):
        attaching.take_in(room=cellar, by=ines, file=io.BytesIO(b"ab"), name="a.txt")


def test_files_count_in_the_quota_and_go_with_what_nobody_said(cellar: Room, ines: Account, settings: Any) -> None:
    before = policies.quota_left(ines)
    attaching.take_in(room=cellar, by=ines, file=io.BytesIO(b"abc"), name="a.txt")
    assert policies.quota_left(ines) == before - 3
    Enclosure.objects.update(received_at=clock.now() - timedelta(days=2))
    enclosures.forget_what_nobody_kept()
    assert not Attachment.objects.exists()


def test_a_sent_file_stays_and_goes_when_the_last_message_is_forgotten(
    cellar: Room, ines: Account, django_capture_on_commit_callbacks: Any
) -> None:
    text = attaching.take_in(room=cellar, by=ines, file=io.BytesIO(b"abc"), name="a.txt")
    event = posting.post(room=cellar, by=ines, text=text)
    attaching.keep_what_is_named()
    assert Enclosure.objects.exclude(kept_at=None).exists()
    assert event.message is not None
    forgetting.erase(message_id=event.message.pk)
    event.message.refresh_from_db()
    assert event.message.enclosed == []
    Attachment.objects.update(swept_at=clock.now() - timedelta(days=8))
    attaching.keep_what_is_named()
    assert not Enclosure.objects.exists()


# Sounds


def recording(seconds: int = 2) -> SimpleUploadedFile:
    """A tone that begins after half of it, as a WAV file."""
    made, rate = io.BytesIO(), 8000
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        half = rate * seconds // 2
        tone = (round(20_000 * math.sin(place / 4)) for place in range(half))
        file.writeframes(b"\0\0" * half + b"".join(level.to_bytes(2, "little", signed=True) for level in tone))
    return SimpleUploadedFile("Note vocale.weba", made.getvalue(), "audio/webm")


def test_a_voice_note_has_its_length_and_outline_and_plays_in_two_forms(
    client: Client, cellar: Room, ines: Account, karim: Account
) -> None:
    client.force_login(ines)
    text = client.post(f"/rooms/{cellar.code}/files", {"file": recording(), "voice": "1"}).json()["text"]
    assert text.startswith("[🎤 0:02](")
    posting.post(room=cellar, by=ines, text=text)
    (one,) = Message.objects.get().enclosed
    assert (one["sort"], one["seconds"], len(one["peaks"])) == ("sound", 2.0, 48)
    assert set(one["peaks"][:20]) == {"A"}
    assert set(one["peaks"][28:]) <= set("6789-_")
    client.force_login(karim)
    page = client.get(f"/rooms/{cellar.code}").content.decode()
    assert 'data-controller="sound"' in page
    assert 'data-sound-seconds-value="2.0"' in page
    enclosure = Enclosure.objects.get()
    for form in ("m4a", "weba"):
        led = client.get(f"/rooms/{cellar.code}/sounds/{one['key']}.{form}")["Location"]
        assert led.endswith(f"/sound.{form}")
        with av.open(io.BytesIO(store().read_bytes(f"{enclosure.folder}/sound.{form}")), "r") as made:
            assert made.streams.audio[0].codec_context.name == {"m4a": "aac", "weba": "opus"}[form]
            assert 1.9 < float(made.duration or 0) / 1_000_000 < 2.2
    assert client.get(f"/rooms/{cellar.code}/sounds/{one['key']}.mp3").status_code == 404


def test_what_cannot_be_heard_or_lasts_too_long_is_refused(
    cellar: Room, ines: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(enclosures.NoSound):
        attaching.take_in(room=cellar, by=ines, file=io.BytesIO(b"silence"), name="a.mp3")
    monkeypatch.setattr(sounds, "MOST_SECONDS", 1)
    with pytest.raises(enclosures.SoundTooLong):
        attaching.take_in(room=cellar, by=ines, file=io.BytesIO(recording().read()), name="a.wav")
    assert not Enclosure.objects.exists()


def test_a_newcomer_s_files_are_no_advertisements_but_their_names_are_judged(cellar: Room, karim: Account) -> None:
    named = [attaching.take_in(room=cellar, by=karim, file=io.BytesIO(b"a"), name=f"{one}.txt") for one in range(4)]
    event = posting.post(room=cellar, by=karim, text="\n\n".join(named))
    assert event.message is not None
    assert event.message.standing == "shown"
    assert len(event.message.enclosed) == 4
    judged = naming.spoken(event.message.text, [one["key"] for one in event.message.enclosed])
    assert judged.split() == ["0.txt", "1.txt", "2.txt", "3.txt"]


# Copies


def test_the_copy_of_a_room_holds_what_its_messages_carry(
    client: Client, cellar: Room, ines: Account, karim: Account, lea: Account
) -> None:
    said = [attaching.take_in(room=cellar, by=ines, file=io.BytesIO(b"abc"), name="a.txt") for _ in range(2)]
    posting.post(room=cellar, by=ines, text=said[0])
    event = posting.post(room=cellar, by=ines, text=said[1])
    assert event.message is not None
    editing.delete(message=event.message, by=ines)
    client.force_login(karim)
    answer = client.get(f"/rooms/{cellar.code}/export.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as copy:  # type: ignore[attr-defined]
        (file,) = [name for name in copy.namelist() if name.startswith("files/")]
        assert copy.read(file) == b"abc"
        lines = [json.loads(line) for line in copy.read("room.jsonl").splitlines()]
    assert lines[1]["enclosed"][0]["key"] in file
    client.force_login(lea)
    assert client.get(f"/rooms/{cellar.code}/export.zip").status_code == 404


def test_a_member_s_copy_of_their_data_holds_what_they_sent(cellar: Room, ines: Account) -> None:
    attaching.take_in(room=cellar, by=ines, file=io.BytesIO(b"abc"), name="a.txt")
    (file,) = [one for one in exporting.collect(ines) if one.stored]
    assert store().read_bytes(file.stored) == b"abc"
    assert file.name.endswith("-a.txt")


def test_a_moderator_sees_the_picture_they_judge(cellar: Room, ines: Account) -> None:
    text = attaching.take_in(room=cellar, by=ines, file=photo().file, name="plage.jpg", words="Mer")  # type: ignore[arg-type]
    event = posting.post(room=cellar, by=ines, text=text)
    assert event.message is not None
    subject = registry.subject(event.message.ref)
    assert subject is not None
    assert "/media/private/" in subject.pictures[0]
