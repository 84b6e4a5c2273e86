"""Pictures in rooms: whoever reads the room sees them, as long as the message that shows them stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.messaging.actions import editing, joining, opening, posting
from bouquet.capabilities.messaging.models import Message, Room
from bouquet.foundation.clock import clock
from bouquet.foundation.storage.store import store
from bouquet.sites.chat.actions import picturing
from bouquet.sites.chat.engine.naming_pictures import name, named_in
from bouquet.sites.chat.models import Picture


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
    client.post(f"/rooms/{cellar.code}/say", {"text": "Regardez", "client": "0123456789abcdef", "photo": photo()})
    address = f"/rooms/{cellar.code}/pictures/{Picture.objects.get().pk}"
    client.force_login(karim)
    html = client.get(f"/rooms/{cellar.code}").content.decode()
    assert f'src="{address}?width=640" width="80" height="60" alt="plage 1"' in html
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
        client.post(f"/rooms/{cellar.code}/pictures", {"photo": photo(), "alt": "Mer", "key": key}).json()["text"]
        for _ in range(2)
    ]
    assert told[0] == told[1]
    assert Picture.objects.count() == Photo.objects.count() == 1
    assert [(one.alt, one.width, one.height) for one in named_in(told[0], cellar.code)] == [("Mer", 80, 60)]


def test_what_is_no_picture_is_refused_with_a_sentence(client: Client, cellar: Room, ines: Account) -> None:
    client.force_login(ines)
    file = SimpleUploadedFile("note.jpg", b"pas une image")
    answer = client.post(f"/rooms/{cellar.code}/pictures", {"photo": file})
    assert (answer.status_code, bool(answer.json()["message"])) == (415, True)
    assert client.post(f"/rooms/{cellar.code}/pictures").status_code == 400


def test_a_deleted_message_takes_its_picture_along(client: Client, cellar: Room, ines: Account, karim: Account) -> None:
    text = picturing.take_in(room=cellar, by=ines, file=photo().file, key=None, alt="Mer")  # type: ignore[arg-type]
    event = posting.post(room=cellar, by=ines, text=text)
    address = f"/rooms/{cellar.code}/pictures/{Picture.objects.get().pk}"
    client.force_login(karim)
    assert client.get(address).status_code == 302
    assert event.message is not None
    editing.delete(message=event.message, by=ines)
    assert client.get(address).status_code == 404


def test_nobody_shows_another_s_picture_as_their_own(
    client: Client, cellar: Room, ines: Account, karim: Account
) -> None:
    text = picturing.take_in(room=cellar, by=ines, file=photo().file, key=None, alt="Mer")  # type: ignore[arg-type]
    posting.post(room=cellar, by=karim, text=text)
    client.force_login(karim)
    assert client.get(f"/rooms/{cellar.code}/pictures/{Picture.objects.get().pk}").status_code == 404


def test_the_keeper_keeps_what_is_named_and_lets_go_of_the_rest(cellar: Room, ines: Account) -> None:
    named, _unsaid = (
        picturing.take_in(room=cellar, by=ines, file=photo().file, key=None, alt="Mer")  # type: ignore[arg-type]
        for _ in range(2)
    )
    posting.post(room=cellar, by=ines, text=named)
    picturing.keep_what_is_named()
    assert Photo.objects.filter(kept_at=None).count() == 1
    Message.objects.all().update(text="", html="")
    Picture.objects.update(swept_at=clock.now() - timedelta(days=8))
    picturing.keep_what_is_named()
    assert not Photo.objects.exclude(kept_at=None).exists()


def test_words_for_a_picture_cannot_break_out_of_its_name() -> None:
    text = name("https://a.test/rooms/abc/pictures/01234567-89ab-7def-8123-456789abcdef", "a](http://b) *c*", 3, 2)
    assert [one.alt for one in named_in(text, "abc")] == ["a http://b c"]
    assert named_in(text, "other") == []
