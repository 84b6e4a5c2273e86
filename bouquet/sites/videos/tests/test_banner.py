"""The banner of a channel: any picture a member has, and nothing of it but its pixels."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.storage.store import store
from bouquet.sites.videos.models import Channel
from bouquet.sites.videos.models.channel import BANNER_WIDTHS

MAKER = 0x010F


def _picture(form: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    tags = Image.Exif()
    tags[MAKER] = "Téléphone d’Inès"
    Image.new(mode, size).save(out, form, **({"exif": tags} if form == "JPEG" else {}))
    return out.getvalue()


def _sent(client: Client, content: bytes) -> str:
    answer = client.post("/studio/banner", {"picture": SimpleUploadedFile("bandeau", content)}, follow=True)
    return str(answer.content.decode())


def test_a_banner_exists_in_every_width_and_says_nothing_of_its_maker(ines: Account, client: Client) -> None:
    client.force_login(ines)
    page = _sent(client, _picture("JPEG", (4000, 3000)))
    channel = Channel.objects.get(account=ines)
    assert channel.banner and channel.banner in page
    for width in BANNER_WIDTHS:
        kept = Image.open(io.BytesIO(store().read_bytes(f"public/{channel.banner}/{width}.webp")))
        assert kept.size == (width, width // 5)
        assert not kept.getexif()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"pas une image", "image que nous savons lire"),
        (_picture("EPS", (800, 160)), "image que nous savons lire"),
        (_picture("PNG", (500, 100)), "trop petite"),
        (_picture("PNG", (11_000, 10_000), mode="1"), "trop grande"),
        (_picture("PNG", (20_000, 20_000), mode="1"), "trop grande"),
    ],
    ids=["text", "EPS", "small", "large", "bomb"],
)
def test_what_is_no_banner_is_refused_in_a_sentence_and_the_old_one_stays(
    ines: Account, client: Client, content: bytes, told: str
) -> None:
    client.force_login(ines)
    _sent(client, _picture("PNG", (1280, 256)))
    before = Channel.objects.get(account=ines).banner
    assert told in _sent(client, content)
    assert Channel.objects.get(account=ines).banner == before
    assert store().exists(f"public/{before}/1280.webp")


def test_a_banner_can_be_taken_off(ines: Account, client: Client) -> None:
    client.force_login(ines)
    _sent(client, _picture("PNG", (1280, 256)))
    before = Channel.objects.get(account=ines).banner
    client.post("/studio/banner", {"drop": "1"})
    assert Channel.objects.get(account=ines).banner == ""
    assert not store().exists(f"public/{before}/1280.webp")
