"""The pages on which a blog moves in and out."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.storage.store import store
from bouquet.sites.blogs.actions import exporting, importing
from bouquet.sites.blogs.actions.sentences import loss_label, refusal_sentence
from bouquet.sites.blogs.engine.incoming.nouns import LossKind, Unreadable
from bouquet.sites.blogs.models import Blog, BlogCopy, Import
from bouquet.sites.blogs.tests.making import blog_of, post_of
from bouquet.sites.blogs.tests.test_moving import HEAD, ITEM

pytestmark = pytest.mark.django_db
BRAND = "shaaz.m6.localhost"


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path, db: None) -> Any:
    """Files of this test alone."""
    settings.BOUQUET_VAR = tmp_path / "var"
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 0
    store.cache_clear()
    yield
    store.cache_clear()


@pytest.fixture
def blog(ines: Account) -> Blog:
    return blog_of(ines)


def desk_of(account: Account) -> Client:
    client = Client(headers={"host": BRAND})
    client.force_login(account)
    return client


def file(words: str = "[machin a=1] Bonjour") -> SimpleUploadedFile:
    content = f"{HEAD}{ITEM.format(n=1, words=words)}</channel></rss>"
    return SimpleUploadedFile("vieux.xml", content.encode(), "text/xml")


def test_a_writer_brings_a_file_sees_what_is_lost_and_says_yes(
    blog: Blog, ines: Account, committed: Callable[[], Any], work_off: Callable[[], None]
) -> None:
    client = desk_of(ines)
    with committed():
        sent = client.post("/blogs/carnet/move", {"file": file(), "address": ""})
    wanted = Import.objects.get()
    page = f"/blogs/carnet/move/{wanted.pk}"
    assert sent["Location"] == page
    assert "data-hx-trigger" in client.get(page).content.decode()
    with committed():
        work_off()
    report = client.get(page).content.decode()
    assert loss_label(LossKind.SHORTCODE) in report
    assert "machin" in report
    assert not blog.posts.exists()
    assert client.get(f"{page}/state")["HX-Refresh"] == "true"
    with committed():
        client.post(page, {"me": "rose"})
    with committed():
        work_off()
    assert blog.posts.get().author.account == ines
    old = Client(headers={"host": f"carnet.{BRAND}"}).get("/blog/2019/billet-1/")
    assert old.status_code == 301
    assert old["Location"].endswith("/billet-1")
    number = Client(headers={"host": f"carnet.{BRAND}"}).get("/blog/?p=1")
    assert number["Location"] == old["Location"]
    assert "Zoé" in Client(headers={"host": f"carnet.{BRAND}"}).get("/billet-1").content.decode()


def test_a_damaged_file_is_told_with_its_line(blog: Blog, ines: Account) -> None:
    broken = f"{HEAD}\n<item></channel></rss>".encode()
    wanted = importing.begin(blog=blog, by=ines, file=io.BytesIO(broken), file_name="x.xml")
    importing.look_through(import_id=wanted.pk)
    wanted.refresh_from_db()
    page = desk_of(ines).get(f"/blogs/carnet/move/{wanted.pk}").content.decode()
    assert str(HEAD.count("\n") + 2) in page
    assert refusal_sentence({"reason": Unreadable.MALFORMED}) in page
    desk_of(ines).post(f"/blogs/carnet/move/{wanted.pk}/drop")
    assert not Import.objects.exists()


def test_a_stranger_neither_brings_nor_takes_a_blog(blog: Blog, lea: Account) -> None:
    copy = BlogCopy.objects.create(blog=blog)
    exporting.make_copy(copy_id=copy.pk)
    client = desk_of(lea)
    for path in ("/blogs/carnet/move", f"/blogs/carnet/copy/{copy.pk}"):
        assert client.get(path).status_code in (403, 404)
    assert client.post("/blogs/carnet/copy").status_code in (403, 404)


def test_the_owner_takes_the_whole_blog_along(
    blog: Blog, ines: Account, committed: Callable[[], Any], work_off: Callable[[], None]
) -> None:
    post_of(blog, "La confiture", "Des coings.")
    client = desk_of(ines)
    with committed():
        client.post("/blogs/carnet/copy")
    with committed():
        work_off()
    copy = blog.copies.get()
    assert f"/blogs/carnet/copy/{copy.pk}" in client.get("/blogs/carnet/move").content.decode()
    answer = client.get(f"/blogs/carnet/copy/{copy.pk}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert io.BytesIO(content).read(4) == b"PK\x03\x04"
