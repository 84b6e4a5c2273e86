"""The poster: the best of several frames, another one, or a picture of one's own without its secrets."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bouquet.capabilities.media.actions.posters import BadPoster, choose_poster, upload_poster
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.storage.store import store


@pytest.fixture
def asset(received: Callable[..., Asset], tmp_path: Path) -> Asset:
    """Received, with two frames to choose from and the first of them as its poster."""
    asset = received()
    for name, colour in (("candidate_1.jpg", "red"), ("candidate_2.jpg", "blue")):
        store().put_bytes(picture("JPEG", colour=colour), f"{asset.folder}/poster/{name}")
    asset.poster_candidates = ["candidate_1.jpg", "candidate_2.jpg"]
    asset.save(update_fields=["poster_candidates"])
    choose_poster(asset, 0)
    return asset


def picture(form: str, size: tuple[int, int] = (1600, 900), colour: str = "red", **more: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form, **more)
    return file.getvalue()


def shown(asset: Asset) -> Image.Image:
    """The poster as it is served."""
    return Image.open(io.BytesIO(store().read_bytes(f"{asset.folder}/{asset.poster}/640.jpg")))


def test_another_frame_can_be_chosen(asset: Asset, committed: Any) -> None:
    before = asset.poster
    with committed():
        choose_poster(asset, 1)
    assert asset.poster != before, "caches kept the old one for ever"
    red, _, blue = shown(asset).getpixel((320, 180))  # type: ignore[misc]
    assert blue > 200 > red
    assert list(store().keys(f"{asset.folder}/{before}")) == []


@pytest.mark.parametrize("index", [-1, 2, 99])
def test_a_frame_that_does_not_exist_is_an_error(asset: Asset, index: int) -> None:
    with pytest.raises(IndexError):
        choose_poster(asset, index)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_of_ones_own_is_taken(asset: Asset, form: str) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    upload_poster(asset, io.BytesIO(picture(form, colour="blue")))
    assert shown(asset).width == 640
    assert asset.poster_address(600).endswith(f"{asset.poster}/640.webp")


def test_where_a_picture_was_taken_is_not_kept(asset: Asset) -> None:
    exif = Image.Exif()
    exif[0x0110] = "iPhone 6"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    upload_poster(asset, io.BytesIO(picture("JPEG", exif=exif)))
    for key in store().keys(f"{asset.folder}/{asset.poster}"):
        content = store().read_bytes(key)
        assert b"iPhone" not in content
        assert not Image.open(io.BytesIO(content)).getexif()


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", picture("PNG")[:200], picture("PNG", (8, 8))],
)
def test_what_is_no_picture_is_refused_and_the_old_one_stays(asset: Asset, content: bytes) -> None:
    before = asset.poster
    with pytest.raises(BadPoster) as refused:
        upload_poster(asset, io.BytesIO(content))
    assert refused.value.sentence()
    assert asset.poster == before


def test_a_picture_that_unfolds_to_gigabytes_is_refused(asset: Asset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bouquet.capabilities.media.actions.posters.MOST_PIXELS", 1000)
    with pytest.raises(BadPoster):
        upload_poster(asset, io.BytesIO(picture("PNG")))
