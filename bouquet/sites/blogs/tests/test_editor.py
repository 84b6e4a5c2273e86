"""The editor's pages: what its script sends and what a form without script sends end up the same."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Photo
from bouquet.foundation.brands.current import network
from bouquet.sites.blogs.actions import opening, writing
from bouquet.sites.blogs.actions.writing import Words
from bouquet.sites.blogs.models import Author, Blog, Post, Revision, Role

pytestmark = pytest.mark.django_db
HOST = next(brand.host for brand in network().brands if "blogs" in brand.sites)


def visitor(account: Account | None = None) -> Client:
    client = Client(HTTP_HOST=HOST)
    if account is not None:
        client.force_login(account)
    return client


def document(*lines: str) -> dict[str, Any]:
    content = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
    return {"type": "doc", "content": content}


def sent(*lines: str, on: int, title: str = "Un titre", **more: Any) -> dict[str, Any]:
    return {"title": title, "excerpt": "", "document": json.dumps(document(*lines)), "on": on, **more}


@pytest.fixture
def blog(ines: Account, karim: Account) -> Blog:
    """Inès's, where Karim edits."""
    blog = opening.open_blog(by=ines, name="La table", slug="la-table")
    Author.objects.create(blog=blog, account=karim, role=Role.EDITOR, slug="karim")
    return blog


@pytest.fixture
def post(blog: Blog, ines: Account) -> Post:
    return writing.begin(blog=blog, by=ines)


def test_one_button_begins_a_draft_and_opens_the_editor(blog: Blog, ines: Account, lea: Account) -> None:
    answer = visitor(ines).post("/blogs/la-table/write", follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'data-controller="writing"' in page and "@tiptap/core" in page
    assert visitor(lea).post("/blogs/la-table/write").status_code == 404


def test_who_does_not_write_here_sees_no_editor(post: Post, lea: Account) -> None:
    for path in ("", "/history", "/history/1"):
        assert visitor(lea).get(f"/write/{post.code}{path}").status_code == 404
    assert visitor(lea).post(f"/write/{post.code}/keep", sent("a", on=0)).status_code == 404
    assert visitor().post(f"/write/{post.code}/keep", sent("a", on=0)).status_code == 401


def test_pages_that_do_not_write_have_no_editor_in_their_import_map(ines: Account, blog: Blog) -> None:
    assert "@tiptap/core" not in visitor(ines).get("/blogs/la-table").content.decode()


def test_the_editor_saves_by_itself_and_hears_of_a_conflict(post: Post, ines: Account, karim: Account) -> None:
    answer = visitor(ines).post(f"/write/{post.code}/keep", sent("Bonjour", on=0))
    assert (answer.status_code, answer.json()) == (200, {"edition": 1})
    answer = visitor(karim).post(f"/write/{post.code}/keep", sent("De Karim", on=0))
    assert (answer.status_code, answer.json()) == (409, {"edition": 1})
    assert writing.words_of(Post.objects.get(pk=post.pk)).document == document("Bonjour")


def test_what_is_no_document_is_refused_with_the_place(post: Post, ines: Account) -> None:
    bad = {"title": "", "excerpt": "", "on": 0, "document": '{"type":"doc","content":[{"type":"script"}]}'}
    answer = visitor(ines).post(f"/write/{post.code}/keep", bad)
    assert answer.status_code == 422 and "content[0]" in answer.json()["error"]


def test_both_versions_are_shown_and_a_person_decides(post: Post, ines: Account, karim: Account) -> None:
    writing.save(post=post, by=karim, on=0, words=Words("Un titre", document("Le pain de Karim")))
    client = visitor(ines)
    answer = client.post(f"/write/{post.code}", sent("Le pain d’Inès", on=0))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<p>Le pain de Karim</p>" in page and "<p>Le pain d’Inès</p>" in page and "<ins>" in page
    choice = sent("Le pain d’Inès", on=1, choice="mine")
    assert client.post(f"/write/{post.code}/resolve", choice).status_code == 302
    assert writing.words_of(Post.objects.get(pk=post.pk)).document == document("Le pain d’Inès")
    assert Revision.objects.filter(post=post, document=document("Le pain de Karim")).exists()


def test_in_a_conflict_mine_may_become_a_post_of_its_own(post: Post, ines: Account, karim: Account) -> None:
    writing.save(post=post, by=karim, on=0, words=Words("Un titre", document("De Karim")))
    visitor(ines).post(f"/write/{post.code}/resolve", sent("D’Inès", on=1, choice="copy"))
    assert writing.words_of(Post.objects.get(pk=post.pk)).document == document("De Karim")
    assert writing.words_of(Post.objects.exclude(pk=post.pk).get()).document == document("D’Inès")


def test_without_script_one_writes_in_markdown_and_publishes(post: Post, ines: Account) -> None:
    form = {"title": "Le pain", "excerpt": "", "document": "", "source": "Un **pain**.", "on": 0, "then": "publish"}
    assert visitor(ines).post(f"/write/{post.code}", form).status_code == 302
    post.refresh_from_db()
    assert post.is_shown and "<strong>pain</strong>" in post.html


def test_without_a_title_nothing_is_published_and_nothing_is_lost(post: Post, ines: Account) -> None:
    answer = visitor(ines).post(f"/write/{post.code}", sent("a", on=0, title="", then="publish"))
    assert answer.status_code == 422
    post.refresh_from_db()
    assert not post.is_shown and writing.words_of(post).document == document("a")


def test_a_photo_is_taken_in_without_what_the_camera_wrote(post: Post, ines: Account, settings: Any) -> None:
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 0
    file, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Appareil secret"
    Image.new("RGB", (3000, 2000), "teal").save(file, "JPEG", exif=exif)
    upload = SimpleUploadedFile("a.jpg", file.getvalue(), "image/jpeg")
    answer = visitor(ines).post(f"/write/{post.code}/photo", {"photo": upload}).json()
    photo = Photo.objects.get(pk=answer["photo"])
    assert photo.widths[-1] == 2048 and not photo.is_public and answer["address"].startswith("/media/private/")
    refused = visitor(ines).post(f"/write/{post.code}/photo", {"photo": SimpleUploadedFile("a.jpg", b"no picture")})
    assert refused.status_code == 415 and refused.json()["error"]


def test_the_source_turns_and_turns_back(post: Post, ines: Account) -> None:
    client, address = visitor(ines), f"/write/{post.code}/turn"
    text = json.dumps(document("Un pain"))
    html = client.post(address, {"from": "document", "to": "html", "text": text}).json()
    assert html["text"] == "<p>Un pain</p>"
    back = client.post(address, {"from": "html", "to": "document", "text": "<p>Un <u>pain</u></p>"}).json()
    assert json.loads(back["text"]) == document("Un pain") and back["losses"] == ["underline"]
    assert client.post(address, {"from": "x", "to": "html", "text": ""}).status_code == 400


def test_the_history_is_listed_compared_and_restored(post: Post, ines: Account) -> None:
    post = writing.save(post=post, by=ines, on=0, words=Words("Un titre", document("Le pain blanc")))
    post = writing.save(post=post, by=ines, on=1, words=Words("Un titre", document("Le pain noir")))
    client = visitor(ines)
    assert f"/write/{post.code}/history/1" in client.get(f"/write/{post.code}/history").content.decode()
    page = client.get(f"/write/{post.code}/history/1").content.decode()
    assert "<del>blanc</del><ins>noir</ins>" in page
    assert "<ins>Le pain blanc</ins>" in client.get(f"/write/{post.code}/history/1?before").content.decode()
    client.post(f"/write/{post.code}/history/1/restore", {"on": 2})
    assert writing.words_of(Post.objects.get(pk=post.pk)).document == document("Le pain blanc")
