"""A blog moves in and out: jobs that may run twice or be killed, pictures fetched later, a copy that opens again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden
from bouquet.capabilities.media.engine.pages import asking
from bouquet.capabilities.media.engine.pages.asking import Answer
from bouquet.foundation.storage.store import store
from bouquet.sites.blogs.actions import bringing, exporting, fetching_pictures, importing, writing_down
from bouquet.sites.blogs.actions.bringing import bring
from bouquet.sites.blogs.actions.opening import open_blog
from bouquet.sites.blogs.actions.wording import wear_cover, word
from bouquet.sites.blogs.engine.incoming.nouns import Unreadable
from bouquet.sites.blogs.engine.incoming.opening import open_export
from bouquet.sites.blogs.models import Blog, Import, Imported, ImportedPicture, PastComment, Post, Series, State, Tag

pytestmark = pytest.mark.django_db
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Vieux blog</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://vieux.example/blog</wp:base_blog_url>"""
ITEM = """<item><title>Billet {n}</title><link>https://vieux.example/blog/2019/billet-{n}/</link>
<dc:creator>rose</dc:creator><content:encoded><![CDATA[{words}]]></content:encoded><wp:post_id>{n}</wp:post_id>
<wp:post_date_gmt>2019-02-03 04:05:06</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Zoé</wp:comment_author>
<wp:comment_content>Bravo</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment></item>"""
PICTURE = "https://vieux.example/uploads/chat.jpg"


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
    return open_blog(by=ines, name="Le carnet d’Inès")


def wxr(tmp_path: Path, *words: str) -> Path:
    path = tmp_path / "vieux.xml"
    items = "".join(ITEM.format(n=number, words=one) for number, one in enumerate(words, 1))
    path.write_text(f"{HEAD}{items}</channel></rss>", encoding="utf-8")
    return path


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return out.getvalue()


def begun(blog: Blog, by: Account, path: Path) -> Import:
    with path.open("rb") as file:
        return importing.begin(blog=blog, by=by, file=file, file_name=path.name)


def test_a_file_is_looked_through_then_brought_in_once_somebody_says_yes(
    blog: Blog, ines: Account, tmp_path: Path
) -> None:
    wanted = begun(blog, ines, wxr(tmp_path, "Bonjour", "Encore"))
    importing.look_through(import_id=wanted.pk)
    wanted.refresh_from_db()
    assert wanted.state == Import.State.CHECKED
    assert wanted.report["counts"]["posts"] == 2
    assert not blog.posts.exists()
    importing.confirm(wanted=wanted, by=ines, me="rose")
    importing.bring_in(import_id=wanted.pk)
    wanted.refresh_from_db()
    assert (wanted.state, wanted.done_count, wanted.total_count) == (Import.State.DONE, 2, 2)
    assert {post.author.account for post in blog.posts.all()} == {ines}
    assert PastComment.objects.filter(post__blog=blog).count() == 2
    assert not store().exists(wanted.key)


def test_a_killed_import_goes_on_and_makes_nothing_twice(
    blog: Blog, ines: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = begun(blog, ines, wxr(tmp_path, *[f"Mot {number}" for number in range(5)]))
    importing.look_through(import_id=wanted.pk)
    importing.confirm(wanted=Import.objects.get(), by=ines)
    monkeypatch.setattr(bringing, "BATCH", 2)
    write = writing_down.Scribe.write

    def die(scribe: Any, prepared: Any, *rest: Any) -> Any:
        if prepared.entry.key == "4":
            raise KeyboardInterrupt
        return write(scribe, prepared, *rest)

    monkeypatch.setattr(writing_down.Scribe, "write", die)
    with pytest.raises(KeyboardInterrupt):
        importing.bring_in(import_id=wanted.pk)
    assert blog.posts.count() == 2
    monkeypatch.setattr(writing_down.Scribe, "write", write)
    importing.bring_in(import_id=wanted.pk)
    importing.bring_in(import_id=wanted.pk)
    assert sorted(blog.posts.values_list("title", flat=True)) == [f"Billet {number}" for number in range(1, 6)]
    assert PastComment.objects.count() == 5


def test_what_cannot_be_read_says_where_it_breaks(blog: Blog, ines: Account, tmp_path: Path) -> None:
    path = tmp_path / "broken.xml"
    path.write_text(f"{HEAD}\n<item>\n</channel></rss>", encoding="utf-8")
    wanted = begun(blog, ines, path)
    importing.look_through(import_id=wanted.pk)
    wanted.refresh_from_db()
    assert wanted.state == Import.State.REFUSED
    assert wanted.refusal["line"] == HEAD.count("\n") + 3


def test_entities_that_unfold_are_refused_before_they_do(tmp_path: Path) -> None:
    path = tmp_path / "laughs.xml"
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]><rss>&l9;</rss>', encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        list(open_export(path).items())
    assert refused.value.reason == Unreadable.UNSAFE


def test_only_an_editor_brings_a_blog(blog: Blog, karim: Account, tmp_path: Path) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        begun(blog, karim, wxr(tmp_path, "Bonjour"))


def test_pictures_are_fetched_later_and_shown_from_here(
    blog: Blog, ines: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(open_export(wxr(tmp_path, f'<img src="{PICTURE}" alt="Un chat">')), blog=blog, by=ines)
    post = blog.posts.get()
    assert "<img" not in post.html
    asked: list[str] = []

    def ask(address: str, **_: Any) -> Answer:
        asked.append(address)
        return Answer(address, "image/jpeg", "", picture())

    monkeypatch.setattr(asking, "ask", ask)
    assert fetching_pictures.fetch_some(blog_id=blog.pk) is False
    fetching_pictures.fetch_some(blog_id=blog.pk)
    post.refresh_from_db()
    assert asked == [PICTURE]
    assert "/media/public/" in post.html
    assert not Imported.objects.get().waits
    assert blog.redirects.get(path="/uploads/chat.jpg").goal.startswith("/media/public/")


def test_a_picture_in_the_house_s_own_network_is_never_asked_for(blog: Blog, ines: Account, tmp_path: Path) -> None:
    bring(open_export(wxr(tmp_path, '<img src="http://127.0.0.1/secret.png">')), blog=blog, by=ines)
    fetching_pictures.fetch_some(blog_id=blog.pk)
    assert ImportedPicture.objects.get().failure in (Forbidden.PRIVATE, Forbidden.PORT)
    assert not Imported.objects.get().waits


def test_the_photo_of_somebody_else_is_not_opened_by_naming_it(
    blog: Blog, ines: Account, karim: Account, tmp_path: Path
) -> None:
    secret = photos.receive(file=io.BytesIO(picture()), owner=karim)
    words = f'<p>Voici</p><img src="{PICTURE}" data-photo="{secret.pk}">'
    bring(open_export(wxr(tmp_path, words)), blog=blog, by=ines)
    secret.refresh_from_db()
    assert not secret.is_public
    assert str(secret.pk) not in json.dumps(blog.posts.get().document)


def test_a_copy_of_a_blog_opens_again_without_loss(
    blog: Blog, ines: Account, karim: Account, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    other = open_blog(by=karim, name="Copie")
    bring(open_export(wxr(tmp_path, "<h2>Un</h2>Deux<br>trois", "Encore")), blog=blog, by=ines, me="rose")
    with django_capture_on_commit_callbacks(execute=True):
        rich(blog, ines)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    exporting.write_archive(blog, first)
    with django_capture_on_commit_callbacks(execute=True):
        report = bring(open_export(first), blog=other, by=karim, screens=False)
    assert report.losses == []
    exporting.write_archive(other, second)
    assert told(second) == told(first)
    again = bring(open_export(first), blog=other, by=karim, screens=False)
    assert not +again.made
    home = bring(open_export(first), blog=blog, by=ines, screens=False)
    assert not +home.made


def rich(blog: Blog, ines: Account) -> None:
    """A post with all that a post may have."""
    photo = photos.receive(file=io.BytesIO(picture()), owner=ines, alt="Rouge")
    post = Post.objects.create(
        blog=blog,
        author=blog.authors.get(account=ines),
        slug="riche",
        state=State.PUBLISHED,
        published_at=blog.created_at,
        pinned_at=blog.created_at,
        series=Series.objects.create(blog=blog, slug="suite", name="Suite"),
        series_position=2,
        takes_comments=False,
    )
    figure = {"type": "figure", "attrs": {"photo": str(photo.pk), "src": "", "alt": "Rouge", "size": "wide"}}
    document = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Là."}]}, figure]}
    word(post, title="Riche", document=document, excerpt="En bref")
    wear_cover(post, photo)
    post.draft = {"title": "Plus riche", "document": document, "excerpt": ""}
    post.settle()
    post.save()
    post.tags.add(Tag.objects.create(blog=blog, slug="ete", name="Été"))
    first = PastComment.objects.create(post=post, origin="1", name="A", html="<p>Un</p>", said_at=blog.created_at)
    PastComment.objects.create(
        post=post, parent=first, origin="2", name="B", html="<p>Deux</p>", said_at=blog.created_at, is_shown=False
    )


def told(path: Path) -> dict[str, Any]:
    """What an archive says, without what must differ: whose it is, its keys, and when it was made."""
    with zipfile.ZipFile(path) as archive:
        rows = {name: archive.read(name) for name in archive.namelist()}
    blog = json.loads(rows["blog.json"])
    for name in ("source", "made_at", "authors", "blog"):
        blog.pop(name)
    posts = [json.loads(rows[name]) for name in sorted(rows) if name.startswith("posts/") and name.endswith(".json")]
    for post in posts:
        post.pop("key")
        post.pop("author")
        post["cover"] = bool(post["cover"])
        for document in (post["document"], *([post["draft"]["document"]] if post["draft"] else [])):
            for node in document["content"]:
                if node["type"] == "figure":
                    node["attrs"]["photo"] = bool(node["attrs"]["photo"])
    return {"blog": blog, "posts": posts, "photos": sum(name.startswith("photos/") for name in rows)}


def test_the_shell_opens_a_blog_for_an_export_and_finds_it_again(tmp_path: Path, db: None) -> None:
    path = wxr(tmp_path, "Bonjour", "[machin a=1] Encore")
    said = [_said("import_blog", str(path), "--json") for _ in range(2)]
    assert [one["blog"]["is_new"] for one in said] == [True, False]
    assert said[0]["made"]["posts"] == 2
    assert said[0]["losses_by_kind"]["shortcode"] == 1
    assert not any(said[1]["made"].values())
    owner = Account.objects.get(handle=said[0]["blog"]["owner"])
    assert not owner.has_usable_password()
    assert Blog.objects.count() == 1


def test_a_dry_run_in_the_shell_writes_nothing(tmp_path: Path, django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(0):
        said = _said("import_blog", str(wxr(tmp_path, "Bonjour")), "--dry-run", "--json")
    assert said["counts"]["posts"] == 1


def test_the_shell_refuses_a_damaged_file_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"db": [\n{"data": }]}', encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_blog", str(path), "--json", stdout=out)
    assert ended.value.code == 1
    assert json.loads(out.getvalue())["line"] == 2
    assert not Blog.objects.exists()


def _said(*command: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=io.StringIO())
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return found
