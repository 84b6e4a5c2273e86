"""Photos: any that people have, upright and without secrets, and nobody's business but those who may see them."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions import leaving, photos
from bouquet.capabilities.media.engine import photos as engine
from bouquet.capabilities.media.models import Frame, Photo
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.live.signing import BadSignature, check
from bouquet.foundation.storage.store import store

pillow_heif.register_heif_opener()
pytestmark = pytest.mark.django_db
Committed = Callable[[], AbstractContextManager[None]]
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


@pytest.fixture(autouse=True)
def place(var: Path) -> None:
    """Files of this test alone."""


def picture(form: str = "JPEG", size: tuple[int, int] = (900, 600), colour: Any = "red", **more: Any) -> io.BytesIO:
    file = io.BytesIO()
    Image.new(more.pop("mode", "RGB"), size, colour).save(file, form, **more)
    file.seek(0)
    return file


def tagged(orientation: int = 6) -> io.BytesIO:
    """A photo of a phone held upright: the upper half red, with a position, a maker and a comment."""
    image = Image.new("RGB", (800, 600), "red")
    image.paste("blue", (400, 0, 800, 600))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "Secretphone"
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 8.0)})
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, comment=b"for my sister only", xmp=b"<x:xmpmeta>Secretplace</x:xmpmeta>")
    file.write(b"Secrettrailer")
    file.seek(0)
    return file


def versions(photo: Photo) -> dict[int, bytes]:
    return {width: store().read_bytes(f"{photo.folder}/{width}.webp") for width in photo.widths}


def shown(photo: Photo) -> Image.Image:
    return Image.open(io.BytesIO(store().read_bytes(f"{photo.folder}/{photo.widths[-1]}.webp")))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF"])
def test_what_people_have_is_taken(ines: Account, form: str) -> None:
    photo = photos.receive(file=picture(form, (900, 600), (200, 30, 30)), owner=ines, alt="  Une\nporte\u0000 rouge ")
    assert (photo.width, photo.height, photo.alt) == (900, 600, "Une porte rouge")
    assert photo.widths == [320, 640, 900]
    assert int(photo.colour[1:3], 16) > 150 > int(photo.colour[3:5], 16)
    for width, content in versions(photo).items():
        image = Image.open(io.BytesIO(content))
        assert (image.format, image.width) == ("WEBP", width)


def test_a_photo_stands_upright_and_tells_nothing(ines: Account) -> None:
    photo = photos.receive(file=tagged(), owner=ines)
    assert (photo.width, photo.height) == (600, 800), "the height that keeps a page from jumping is the upright one"
    image = shown(photo)
    red, _, blue = image.convert("RGB").getpixel((300, 100))  # type: ignore[misc]
    assert red > 200 > blue
    for content in versions(photo).values():
        assert b"Secret" not in content
        assert b"sister" not in content
        image = Image.open(io.BytesIO(content))
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)


def test_colours_of_a_printer_become_those_of_a_screen(ines: Account) -> None:
    """A profile that swaps red and blue proves that it was followed; so is a photo of a wide space."""
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert shown(photos.receive(file=picture(icc_profile=wide), owner=ines)).size == (900, 600), (
        "a wrong one is ignored"
    )
    grey = Image.new("CMYK", (300, 200), (0, 255, 255, 0))
    file = io.BytesIO()
    grey.save(file, "JPEG")
    file.seek(0)
    red, green, _ = shown(photos.receive(file=file, owner=ines)).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 180 > green


def test_a_profile_is_followed() -> None:
    srgb = ImageCms.createProfile("sRGB")
    plain = engine._in_srgb(Image.new("RGB", (8, 8), (200, 90, 30)), ImageCms.ImageCmsProfile(srgb).tobytes())
    assert plain.getpixel((1, 1)) == pytest.approx((200, 90, 30), abs=2)
    grey = Image.new("L", (8, 8), 120)
    assert engine._in_srgb(grey, b"not a profile") is grey


def test_what_was_transparent_or_of_sixteen_bits_can_be_seen(ines: Account) -> None:
    clear = photos.receive(file=picture("PNG", (400, 300), (0, 0, 0, 0), mode="RGBA"), owner=ines)
    assert shown(clear).convert("RGB").getpixel((10, 10)) == pytest.approx((255, 255, 255), abs=2)
    deep = photos.receive(file=picture("PNG", (400, 300), 30000, mode="I;16"), owner=ines)
    assert shown(deep).convert("L").getpixel((10, 10)) == pytest.approx(117, abs=3)


def test_a_large_photo_comes_in_four_sizes_and_a_small_one_is_not_enlarged(ines: Account) -> None:
    large = photos.receive(file=picture(size=(4000, 3000)), owner=ines)
    assert large.widths == [320, 640, 1280, 2048]
    assert (large.width, large.height) == (2048, 1536)
    tall = photos.receive(file=picture(size=(1000, 4000)), owner=ines)
    assert max(tall.width, tall.height) == 2048, "a strip of a picture is bounded by its longer side"
    assert photos.receive(file=picture(size=(80, 40)), owner=ines).widths == [80]


def test_a_moving_picture_is_kept_still(ines: Account) -> None:
    frames = [Image.new("RGB", (200, 100), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100)
    file.seek(0)
    image = shown(photos.receive(file=file, owner=ines))
    assert not getattr(image, "is_animated", False)
    red, _, blue = image.convert("RGB").getpixel((10, 10))  # type: ignore[misc]
    assert red > blue


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"GIF89a", b"\x89PNG\r\n\x1a\n" + bytes(40)],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(ines: Account, content: bytes) -> None:
    with pytest.raises(photos.NotAPhoto) as refused:
        photos.receive(file=io.BytesIO(content), owner=ines)
    assert "HEIC" in refused.value.sentence()
    assert not Photo.objects.exists()


def test_a_photo_that_was_cut_off_is_refused(ines: Account) -> None:
    whole = picture("PNG", (500, 500)).getvalue()
    noisy = io.BytesIO(whole[: len(whole) // 2])
    with pytest.raises(photos.NotAPhoto):
        photos.receive(file=noisy, owner=ines)


def test_a_bomb_is_refused_before_it_unfolds(ines: Account) -> None:
    bomb = picture("PNG", (12_000, 12_000), 0, mode="1")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(photos.PhotoTooLarge):
        photos.receive(file=bomb, owner=ines)
    wide = picture("PNG", (10_000, 6_000), 0, mode="1")
    with pytest.raises(photos.PhotoTooLarge):
        photos.receive(file=wide, owner=ines)
    assert not Photo.objects.exists()


def test_too_many_bytes_are_refused_unread(ines: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 100)
    with pytest.raises(photos.PhotoTooLarge):
        photos.receive(file=picture(), owner=ines)


def test_photos_count_in_the_quota(ines: Account, settings: Any) -> None:
    photo = photos.receive(file=picture(), owner=ines)
    assert photo.bytes_stored == sum(len(content) for content in versions(photo).values())
    settings.BOUQUET_MEMBER_QUOTA_BYTES = photo.bytes_stored + 10
    assert policies.quota_left(ines) == 10
    with pytest.raises(policies.QuotaExceeded):
        photos.receive(file=picture(), owner=ines)
    assert Photo.objects.count() == 1


def test_the_same_photo_sent_twice_is_one(ines: Account, karim: Account) -> None:
    reserved = new_key()
    first = photos.receive(file=picture(), owner=ines, photo_id=reserved)
    assert photos.receive(file=picture(), owner=ines, photo_id=reserved) == first
    assert photos.receive(file=picture(), owner=karim, photo_id=reserved) != first, "nobody takes another's place"
    assert Photo.objects.owned_by(ines).count() == 1


def test_a_disk_that_fails_half_way_leaves_nothing(
    ines: Account, monkeypatch: pytest.MonkeyPatch, committed: Committed, work_off: Callable[[], None]
) -> None:
    put = store().put_bytes

    def break_off(content: bytes, key: str) -> None:
        if key.endswith("640.webp"):
            raise OSError("no space left")
        put(content, key)

    monkeypatch.setattr(store(), "put_bytes", break_off)
    with committed(), pytest.raises(OSError, match="no space"):
        photos.receive(file=picture(), owner=ines)
    with committed():
        work_off()
    assert not Photo.objects.exists()
    assert list(store().keys("private")) == []


def test_nobody_finds_a_closed_photo_without_its_signature(ines: Account, travel: Any) -> None:
    photo = photos.receive(file=picture(), owner=ines)
    address = photo.address(640)
    assert check(address) == f"{photo.folder}/640.webp"
    assert list(store().keys("public")) == []
    with pytest.raises(BadSignature):
        check(address.replace(photo.key, "x" * len(photo.key)))
    with travel(timedelta(hours=3)), pytest.raises(BadSignature):
        check(address)


def test_a_photo_follows_from_closed_to_open_and_back(ines: Account, committed: Committed) -> None:
    photo = photos.receive(file=picture(), owner=ines)
    signed = photo.address(640)
    with committed():
        photos.keep([photo], is_public=True)
    assert photo.address(640) == f"/media/public/{photo.key}/640.webp"
    assert store().exists(f"public/{photo.key}/640.webp")
    assert not store().exists(check(signed))
    was = photo.key
    with committed():
        photos.show(photo, is_public=False)
    photo.refresh_from_db()
    assert photo.key != was, "the address it had when it was open is dead for ever"
    assert not store().exists(f"public/{was}/640.webp")
    assert store().exists(check(photo.address(640)))
    photos.settle(photo_id=photo.pk, source=f"public/{was}")
    assert store().exists(check(photo.address(640)))


def test_a_frame_shows_the_photo_without_asking_the_database(
    ines: Account, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    photo = photos.receive(file=picture(), owner=ines, alt="Le port")
    kept = photo.to_frame()
    with django_assert_num_queries(0):
        frame = Frame(kept)
        assert frame.address(640) == photo.address(640)
        assert frame.srcset.count(".webp") == 3
        assert (frame.alt, frame.width, frame.height, frame.is_tall) == ("Le port", 900, 600, False)


def test_an_erased_photo_leaves_no_file(ines: Account, committed: Committed, work_off: Callable[[], None]) -> None:
    photo = photos.receive(file=picture(), owner=ines)
    with committed():
        photos.erase([photo])
        photos.erase([photo])
    with committed():
        work_off()
    assert list(store().keys("private")) == []


def test_what_was_sent_and_never_posted_goes_after_a_day(ines: Account, travel: Any, committed: Committed) -> None:
    kept, lent = photos.receive(file=picture(), owner=ines), photos.receive(file=picture(), owner=ines)
    photos.keep([kept], is_public=False)
    photos.forget_what_nobody_kept()
    assert Photo.objects.count() == 2
    with travel(timedelta(hours=25)), committed():
        photos.forget_what_nobody_kept()
    assert list(Photo.objects.all()) == [kept]
    assert not Photo.objects.filter(pk=lent.pk).exists()


def test_nobody_fills_the_disk_with_photos_nobody_sees(ines: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_LENT", 2)
    for _ in range(2):
        photos.receive(file=picture(size=(20, 20)), owner=ines)
    with pytest.raises(photos.TooManyPhotos):
        photos.receive(file=picture(size=(20, 20)), owner=ines)


def test_who_leaves_takes_along_what_no_page_keeps(ines: Account) -> None:
    kept, _lent = photos.receive(file=picture(), owner=ines), photos.receive(file=picture(), owner=ines)
    photos.keep([kept], is_public=True)
    leaving.forget(ines.pk)
    assert list(Photo.objects.all()) == [kept]
