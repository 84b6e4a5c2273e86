"""What hangs on a post: taken in with it, seen by those who may read it, gone with it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict
from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Asset, Photo
from bouquet.foundation.live.signing import check
from bouquet.foundation.storage.store import store
from bouquet.foundation.subjects.registry import subject
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions import attaching, founding, posting
from bouquet.sites.tribes.forms.attachments import AttachmentsForm
from bouquet.sites.tribes.models import Openness, Poll, Post, PostPhoto
from bouquet.sites.tribes.tests.gatherings import HOST, drafts, film_of, gathered, photo_of, posted

pytestmark = pytest.mark.usefixtures("place")


def visitor(account: Account | None = None) -> Client:
    client = Client(HTTP_HOST=HOST)
    if account is not None:
        client.force_login(account)
    return client


def public_files() -> list[str]:
    return list(store().keys("public"))


def jpeg(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "JPEG")
    return file.getvalue()


# Photos


def test_photos_of_a_closed_tribe_have_no_address_for_strangers(ines: Account, karim: Account, lea: Account) -> None:
    tribe = gathered(ines, karim, openness=Openness.CLOSED)
    post = posted(ines, tribe, photos=drafts(photo_of(ines), photo_of(ines, "blue")))
    assert public_files() == []
    page = visitor(karim).get(f"/p/{post.code}/photos/2").content.decode()
    addresses = re.findall(r"/media/private/[^\s\"]+", page)
    assert addresses
    assert all(store().exists(check(address)) for address in addresses)
    assert 'alt="Le mur"' in page
    for stranger in (visitor(lea), visitor()):
        assert stranger.get(f"/p/{post.code}/photos/2").status_code == 404
        assert stranger.get(f"/t/{tribe.slug}/photos").status_code == 404
    assert visitor(karim).get(f"/p/{post.code}/photos/3").status_code == 404


def test_photos_follow_the_tribe_when_it_opens_and_closes(
    ines: Account, karim: Account, settled: Callable[..., Any]
) -> None:
    tribe = gathered(ines, karim, openness=Openness.CLOSED)
    post = posted(ines, tribe, photos=drafts(photo_of(ines)))

    def becomes(openness: str) -> None:
        founding.edit(tribe=tribe, by=ines, details=founding.Details(name=tribe.name, openness=openness))

    settled(lambda: becomes(Openness.OPEN))
    post.refresh_from_db()
    was = post.attached["photos"][0]["key"]
    assert post.attached["photos"][0]["open"]
    assert store().exists(f"public/{was}/320.webp")
    settled(lambda: becomes(Openness.SECRET))
    post.refresh_from_db()
    assert not post.attached["photos"][0]["open"]
    assert post.attached["photos"][0]["key"] != was
    assert public_files() == []


def test_what_a_decision_hides_has_no_open_file(ines: Account, karim: Account, settled: Callable[..., Any]) -> None:
    post = settled(lambda: posted(ines, gathered(ines, karim), photos=drafts(photo_of(ines))))
    assert public_files()
    settled(lambda: posting.remove(post=post, by=ines))
    assert public_files() == []
    settled(lambda: posting.restore(post=post, by=ines))
    assert public_files()


def test_photos_go_with_their_post(ines: Account, settled: Callable[..., Any]) -> None:
    post = settled(lambda: posted(ines, gathered(ines), photos=drafts(photo_of(ines))))
    settled(lambda: posting.erase(post=post))
    assert not Photo.objects.exists()
    assert public_files() == []
    assert list(store().keys("private")) == []


def test_nobody_posts_anothers_photo_or_the_same_one_twice(ines: Account, karim: Account) -> None:
    tribe, photo = gathered(ines, karim), photo_of(ines)
    with pytest.raises(attaching.NotThere):
        posted(karim, tribe, photos=drafts(photo))
    posted(ines, tribe, photos=drafts(photo, photo))
    assert PostPhoto.objects.count() == 1
    with pytest.raises(attaching.NotThere):
        posted(ines, tribe, photos=drafts(photo))
    assert Post.objects.count() == 1, "all of it, or nothing"


def test_its_author_describes_and_takes_off(ines: Account, karim: Account, settled: Callable[..., Any]) -> None:
    post = posted(ines, gathered(ines, karim), photos=drafts(photo_of(ines), photo_of(ines, "blue"), alt=""))
    first, second = (kept["id"] for kept in post.attached["photos"])
    assert visitor(karim).get(f"/p/{post.code}/photos").status_code == 403
    settled(lambda: visitor(ines).post(f"/p/{post.code}/photos", {f"alt-{second}": "La mer", f"off-{first}": "1"}))
    post.refresh_from_db()
    assert [kept["alt"] for kept in post.attached["photos"]] == ["La mer"]
    assert PostPhoto.objects.get().position == 0
    assert Photo.objects.count() == 1
    found = subject(Ref("tribes.post", post.pk))
    assert found is not None
    assert "La mer" in found.text
    assert found.pictures[0].startswith("http")


# The composer


def test_a_photo_goes_up_by_itself_and_comes_back_as_a_row(ines: Account) -> None:
    client, key = visitor(ines), "018f2f1e-0000-7000-8000-000000000001"
    for _ in range(2):
        sent = {"photo": SimpleUploadedFile("a.jpg", jpeg()), "key": key}
        answer = client.post("/compose/photos", sent)
    assert f'value="{key}"' in answer.content.decode()
    assert Photo.objects.count() == 1
    bad = client.post("/compose/photos", {"photo": SimpleUploadedFile("a.jpg", b"no photo")})
    assert (bad.status_code, "HEIC" in bad.content.decode()) == (415, True)
    assert client.post("/compose/photos").status_code == 400
    assert client.post(f"/compose/photos/{key}/take-back", headers={"HX-Request": "true"}).status_code == 204
    assert not Photo.objects.exists()
    assert visitor().post("/compose/photos").status_code == 302


def test_nobody_takes_back_anothers_photo(ines: Account, karim: Account) -> None:
    photo = photo_of(ines)
    visitor(karim).post(f"/compose/photos/{photo.pk}/take-back")
    assert Photo.objects.exists()


def test_without_script_everything_goes_along_in_one_form(ines: Account) -> None:
    tribe = gathered(ines)
    words = {"text": "Vu hier", "alts": "Un mur\nUne prise", "with": "poll", "poll-question": "On y va ?"}
    files = [SimpleUploadedFile("a.jpg", jpeg()), SimpleUploadedFile("b.jpg", jpeg("blue"))]
    sent = {**words, "poll-option_1": "Oui", "poll-option_2": "Non", "poll-lasts": "3", "photos": files}
    answer = visitor(ines).post(f"/t/{tribe.slug}/post", sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    post = Post.objects.get()
    assert [kept["alt"] for kept in post.attached["photos"]] == ["Un mur", "Une prise"]
    assert Poll.objects.get().options == ["Oui", "Non"]


def test_a_fault_loses_nothing(ines: Account) -> None:
    tribe = gathered(ines)
    files = [SimpleUploadedFile("a.jpg", jpeg()), SimpleUploadedFile("virus.jpg", b"MZ")]
    sent = {"text": "Vu hier", "photos": files, "with": ["poll"], "poll-question": "Quand ?"}
    page = visitor(ines).post(f"/t/{tribe.slug}/post", sent)
    assert page.status_code == 422
    shown = page.content.decode()
    assert "virus.jpg" in shown
    assert "Vu hier" in shown
    assert "Quand ?" in shown
    (photo,) = Photo.objects.all()
    assert f'name="photo" value="{photo.pk}"' in shown
    assert not Post.objects.exists()


def test_a_button_without_script_asks_for_a_part_and_keeps_what_was_typed(ines: Account) -> None:
    page = visitor(ines).post(f"/t/{gathered(ines).slug}/post", {"text": "Vu hier", "more": "event"}).content.decode()
    assert "Vu hier" in page
    assert 'name="event-title"' in page
    assert not Post.objects.exists()


def test_more_than_ten_photos_are_told(ines: Account) -> None:
    files: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict(
        {"photos": [SimpleUploadedFile(f"{n}.jpg", jpeg()) for n in range(12)]}
    )
    form = AttachmentsForm(QueryDict("text="), files, by=ines)
    assert not form.take()
    assert len(form.photos) == 10
    assert "10" in form.errors[0]


@pytest.mark.parametrize("sort", ["poll", "event", "video"])
def test_parts_come_when_they_are_asked_for(ines: Account, sort: str) -> None:
    page = visitor(ines).get(f"/compose/{sort}").content.decode()
    assert f'data-part="{sort}"' in page
    assert page.count("<form") == 0, "it stands inside the composer's form"
    assert visitor().get(f"/compose/{sort}").status_code == 302
    assert visitor(ines).get("/compose/nonsense").status_code == 404


# Videos


def test_a_video_shows_when_it_plays_and_is_open_as_its_post_is(
    ines: Account, karim: Account, lea: Account, settled: Callable[..., Any]
) -> None:
    tribe = gathered(ines, karim, openness=Openness.CLOSED)
    film = film_of(ines)
    post = posted(ines, tribe, video_id=film.pk)
    assert "prépar" in visitor(karim).get(f"/p/{post.code}").content.decode()
    values = {"state": "playable", "playable_at": film.received_at, "width": 640, "height": 360, "master": "m.m3u8"}
    Asset.objects.filter(pk=film.pk).update(poster="poster-1", **values)
    from bouquet.sites.tribes.actions import showing_files

    settled(lambda: showing_files.settle(post_id=post.pk))
    post.refresh_from_db()
    assert post.attached["video"]["playable"]
    part = visitor(karim).get(f"/p/{post.code}/film", headers={"HX-Request": "true"}).content.decode()
    assert "/media/private/" in part
    assert visitor(karim).get(f"/p/{post.code}/film/addresses").json()["master"].startswith("/media/private/")
    for address in ("film", "film/addresses"):
        assert visitor(lea).get(f"/p/{post.code}/{address}").status_code == 404
    settled(lambda: founding.edit(tribe=tribe, by=ines, details=founding.Details(name="Grimpe")))
    film.refresh_from_db()
    assert film.is_public
    settled(lambda: posting.erase(post=post))
    assert not Asset.objects.exists()


def test_only_ones_own_video_for_a_post_is_taken(ines: Account, karim: Account) -> None:
    tribe = gathered(ines, karim)
    for film in (film_of(karim), film_of(ines, purpose="videos.new")):
        with pytest.raises(attaching.NotThere):
            posted(ines, tribe, video_id=film.pk)


def test_videos_that_were_never_posted_go_after_a_day(ines: Account, travel: Any) -> None:
    from datetime import timedelta

    kept, left = film_of(ines), film_of(ines)
    posted(ines, gathered(ines), video_id=kept.pk)
    attaching.forget_unposted_videos()
    with travel(timedelta(hours=25)):
        attaching.forget_unposted_videos()
    assert list(Asset.objects.all()) == [kept]
    assert not Asset.objects.filter(pk=left.pk).exists()
