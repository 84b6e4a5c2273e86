"""The settings area: every page is the member's alone, and keeps what is typed."""

from __future__ import annotations

import io

import pytest
from django.contrib.admin import ModelAdmin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.actions.profile import change_picture, describe
from bouquet.capabilities.accounts.engine import pictures
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.account import AVATAR_SIZES
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, Walker
from bouquet.foundation.brands.current import address_at
from bouquet.foundation.storage.store import store

PAGES = [
    "/reglages/profil/",
    "/reglages/abonnes/",
    "/reglages/confidentialite/",
    "/reglages/e-mail/",
    "/reglages/mot-de-passe/",
    "/reglages/securite/",
    "/reglages/securite/cles/",
    "/reglages/appareils/",
    "/reglages/donnees/",
]
PROFILE = {
    "display_name": "Inès C.",
    "bio": "Je filme.",
    "country": "BE",
    "language": "fr",
    "time_zone": "Europe/Brussels",
}


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_settings_page_is_for_members_and_wears_the_side_navigation(
    ines: Account, walker: Walker, path: str, prefix: str
) -> None:
    walker.get(ACCOUNT_HOST, prefix + path)
    assert walker.address.startswith(address_at(ACCOUNT_HOST, f"{prefix}/connexion/"))
    walker.at(ACCOUNT_HOST).force_login(ines)
    page = walker.get(ACCOUNT_HOST, prefix + path)
    assert page.status_code == 200
    assert 'class="settings-nav"' in page.content.decode()
    assert page.content.decode().count('aria-current="page"') == 1


def test_a_settings_page_asked_for_at_a_brand_is_found_at_the_account_host(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    page = walker.get(WIDEO, "/reglages/profil/")
    assert page.status_code == 200
    assert walker.address == address_at(ACCOUNT_HOST, "/reglages/profil/?brand=wideo")


def test_the_profile_is_saved(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/reglages/profil/", PROFILE)
    ines.refresh_from_db()
    assert {name: getattr(ines, name) for name in PROFILE} == PROFILE


def test_changing_the_language_changes_the_page(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/reglages/profil/", PROFILE | {"language": "en"})
    assert walker.address == address_at(ACCOUNT_HOST, "/en/reglages/profil/")


@pytest.mark.parametrize(("field", "value"), [("country", "XX"), ("time_zone", "Mars/Olympus"), ("language", "tlh")])
def test_an_unknown_country_zone_or_language_is_refused(ines: Account, walker: Walker, field: str, value: str) -> None:
    walker.sign_in(ines)
    page = walker.post(ACCOUNT_HOST, "/reglages/profil/", PROFILE | {field: value})
    assert set(page.context["form"].errors) == {field}
    ines.refresh_from_db()
    assert ines.bio == ""


def test_the_birth_date_cannot_be_changed(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/reglages/profil/", PROFILE | {"birth_date": "2001-01-01", "is_staff": "on"})
    ines.refresh_from_db()
    assert ines.birth_date is not None
    assert ines.birth_date.year == 1985
    assert not ines.is_staff


def test_the_handle_changes_and_says_when_it_may_again(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/reglages/profil/identifiant/", {"handle": "@Ines_Films"})
    ines.refresh_from_db()
    assert ines.handle == "ines_films"
    page = walker.post(ACCOUNT_HOST, "/reglages/profil/identifiant/", {"handle": "encore"})
    assert "handle" in page.context["handle_form"].errors


def test_privacy_is_saved(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/reglages/confidentialite/", {"is_private": "on"})
    ines.refresh_from_db()
    assert ines.is_private


# Pictures.


def _photo(kind: str, size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    out = io.BytesIO()
    photo = Image.new("RGB", size, "navy")
    photo.paste("red", (0, 0, size[0] // 2, size[1]))
    photo.save(out, kind, **options)
    return out.getvalue()


def _stored(account: Account, size: int) -> Image.Image:
    return Image.open(io.BytesIO(store().read_bytes(f"{account.avatar_key}/{size}.webp")))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIF", "TIFF"])
def test_any_picture_becomes_squares(ines: Account, walker: Walker, kind: str) -> None:
    walker.at(ACCOUNT_HOST).force_login(ines)
    photo = SimpleUploadedFile("photo", _photo(kind))
    walker.post(ACCOUNT_HOST, "/reglages/profil/image/", {"picture": photo}, follow=False)
    ines.refresh_from_db()
    assert ines.avatar_key.startswith("public/avatars/")
    for size in AVATAR_SIZES:
        assert (_stored(ines, size).format, _stored(ines, size).size) == ("WEBP", (size, size))
    assert ines.avatar_address(100) == f"/media/{ines.avatar_key}/192.webp"


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright(ines: Account) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0)})
    change_picture(account=ines, source=io.BytesIO(_photo("JPEG", exif=exif)))
    picture = _stored(ines, 192)
    assert not picture.getexif()
    assert b"SecretPhone" not in store().read_bytes(f"{ines.avatar_key}/192.webp")
    red, blue = (picture.convert("RGB").getpixel(place) for place in ((96, 20), (96, 170)))
    assert red[0] > 180 > 100 > red[2]  # type: ignore[index]
    assert blue[2] > 90 > blue[0]  # type: ignore[index]


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nshort", b"%PDF-1.7"]
)
def test_what_is_not_a_picture_is_refused_and_the_old_one_stays(ines: Account, walker: Walker, content: bytes) -> None:
    change_picture(account=ines, source=io.BytesIO(_photo("PNG")))
    before = ines.avatar_key
    walker.at(ACCOUNT_HOST).force_login(ines)
    page = walker.post(ACCOUNT_HOST, "/reglages/profil/image/", {"picture": SimpleUploadedFile("photo.jpg", content)})
    assert page.context["picture_form"].errors
    ines.refresh_from_db()
    assert ines.avatar_key == before
    assert store().exists(f"{before}/96.webp")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(pictures.NotAPicture):
        pictures.open_picture(io.BytesIO(_photo("PNG", (20_000, 20_000))))


def test_another_picture_has_another_address_and_the_old_files_are_gone(ines: Account, committed: object) -> None:
    change_picture(account=ines, source=io.BytesIO(_photo("PNG")))
    before = ines.avatar_key
    with committed():  # type: ignore[operator]
        change_picture(account=ines, source=io.BytesIO(_photo("PNG")))
    assert ines.avatar_key != before
    assert not store().exists(f"{before}/96.webp")


def test_the_picture_can_be_removed(ines: Account, walker: Walker) -> None:
    change_picture(account=ines, source=io.BytesIO(_photo("PNG")))
    walker.at(ACCOUNT_HOST).force_login(ines)
    walker.post(ACCOUNT_HOST, "/reglages/profil/image/", {"remove": "1"}, follow=False)
    ines.refresh_from_db()
    assert ines.avatar_address() == ""


def test_a_profile_saved_from_an_older_page_keeps_what_was_counted_since(ines: Account, karim: Account) -> None:
    read_before = Account.objects.get(pk=ines.pk)
    following.follow(account=ines, by=karim)
    describe(account=read_before, **PROFILE)
    ines.refresh_from_db()
    assert (ines.display_name, ines.country, ines.followers_count) == ("Inès C.", "BE", 1)


def test_an_operator_who_suspends_a_member_changes_nothing_else(
    ines: Account, karim: Account, odile: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = ModelAdmin.get_object

    def read_then_followed(*asked: object) -> object:
        found = really(*asked)  # type: ignore[arg-type]
        following.follow(account=ines, by=karim)
        return found

    monkeypatch.setattr(ModelAdmin, "get_object", read_then_followed)
    client = Client(HTTP_HOST=WIDEO)
    client.force_login(odile)
    typed = {"display_name": ines.display_name, "bio": ""}
    assert client.post(f"/operator/accounts/account/{ines.pk}/change/", typed).status_code == 302
    ines.refresh_from_db()
    assert (ines.is_active, ines.followers_count) == (False, 1)
