"""What WordPress exported is found again here: every post, comment and old address; twice is as once."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as XML

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.actions.bringing import bring, check
from bouquet.sites.blogs.actions.leading import path_for
from bouquet.sites.blogs.actions.opening import open_blog
from bouquet.sites.blogs.engine.incoming.nouns import Unreadable
from bouquet.sites.blogs.engine.incoming.opening import open_export
from bouquet.sites.blogs.models import Author, Blog, Category, Imported, PastComment, Post, Redirect, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog(ines: Account) -> Blog:
    return open_blog(by=ines, name="Le carnet d’Inès")


def real(name: str) -> Path:
    """A real export, beside the project (`../shared`, or `$BOUQUET_SHARED`)."""
    shared = Path(os.environ.get("BOUQUET_SHARED", Path(__file__).resolve().parents[5] / "shared"))
    path = shared / "data" / "wxr" / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


def words_of(item: XML.Element, name: str) -> str:
    """What a child says, in whatever version of the format."""
    return next(((child.text or "").strip() for child in item if child.tag.endswith(f"}}{name}")), "")


def test_of_a_real_blog_every_post_comment_and_old_address_is_found(blog: Blog, ines: Account) -> None:
    path = real("theme-unit-test-data.xml")
    report = bring(open_export(path), blog=blog, by=ines)
    items = XML.parse(path).getroot().findall("channel/item")
    told = [item for item in items if words_of(item, "post_type") in ("post", "page")]
    assert blog.posts.count() == len(told) == report.made["posts"] + report.made["pages"]
    assert PastComment.objects.filter(post__blog=blog).count() == sum(
        child.tag.endswith("}comment") for item in told for child in item
    )
    for item in told:
        post = Imported.objects.get(blog=blog, key=words_of(item, "post_id")).post
        link = (item.findtext("link") or "").strip().removeprefix("https://wpthemetestdata.wordpress.com")
        path_there, _, query = link.partition("?")
        assert path_for(blog, path_there, query) == (post.path if post.is_shown else None), link
        if post.is_shown:
            assert path_for(blog, "/", f"p={words_of(item, 'post_id')}") or post.is_page
            assert path_for(blog, path_there.rstrip("/"), "utm_source=x") == post.path
    assert path_for(blog, "/2010/09/10/post-format-gallery/canola2/") == Imported.objects.get(key="555").post.path
    assert path_for(blog, "/", "attachment_id=611") == Imported.objects.get(key="555").post.path


def test_bringing_it_twice_changes_nothing(blog: Blog, ines: Account) -> None:
    def rows() -> list[Any]:
        return [
            sorted(model.objects.values_list("pk", flat=True))
            for model in (Post, PastComment, Redirect, Imported, Author, Category)
        ]

    path = real("theme-unit-test-data.xml")
    first = bring(open_export(path), blog=blog, by=ines)
    before = rows()
    again = bring(open_export(path), blog=blog, by=ines)
    assert rows() == before
    assert again.made == Counter({"addresses": 0})
    assert again.counts == first.counts


def test_what_is_no_well_formed_file_is_refused_with_its_line(blog: Blog, ines: Account) -> None:
    with pytest.raises(Unreadable) as refused:
        bring(open_export(real("malformed.xml")), blog=blog, by=ines)
    assert (refused.value.reason, refused.value.line) == (Unreadable.MALFORMED, 90)
    assert not blog.posts.exists()
    assert not blog.categories.exists()


def test_the_dry_run_says_what_will_not_survive(blog: Blog) -> None:
    report = check(open_export(real("theme-unit-test-data.xml")))
    kinds = Counter(str(loss.kind) for loss in report.losses)
    assert kinds["menu"] == 70
    assert [loss.title for loss in report.losses if loss.kind == "password"] == [
        'Template: Password Protected (the password is "enter")'
    ]
    assert not Post.objects.exists()


def test_scheduled_sticky_draft_and_protected_posts_stand_as_they_did(blog: Blog, ines: Account) -> None:
    bring(open_export(real("theme-unit-test-data.xml")), blog=blog, by=ines)
    by_key = {row.key: row.post for row in Imported.objects.select_related("post")}
    assert by_key["1153"].state == State.SCHEDULED
    assert by_key["1164"].state == State.DRAFT
    assert by_key["1168"].state == State.DRAFT
    assert by_key["1241"].is_pinned
    assert {author.name for author in blog.authors.filter(account=None)} == {"Theme Buster", "Theme Reviewer"}


@pytest.mark.parametrize(
    ("name", "posts", "comments"),
    [
        ("valid-wxr-1.0.xml", 6, 1),
        ("valid-wxr-1.1.xml", 2, 1),
        ("small-export.xml", 11, 1),
        ("post-content-blank-lines.xml", 1, 0),
        ("wxr-utf-8-challenges.xml", 1, 0),
    ],
)
def test_exports_of_every_age_are_read(blog: Blog, ines: Account, name: str, posts: int, comments: int) -> None:
    bring(open_export(real(name)), blog=blog, by=ines)
    assert blog.posts.count() == posts
    assert PastComment.objects.filter(post__blog=blog).count() == comments
