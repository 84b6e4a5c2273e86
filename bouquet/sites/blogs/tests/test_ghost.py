"""A Ghost blog comes along: its words whatever editor kept them, its people and tags; not its members."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.actions.bringing import bring, check
from bouquet.sites.blogs.actions.leading import path_for
from bouquet.sites.blogs.engine.incoming.lexical import html_of_lexical
from bouquet.sites.blogs.engine.incoming.mobiledoc import html_of_mobiledoc
from bouquet.sites.blogs.engine.incoming.opening import open_export
from bouquet.sites.blogs.models import Blog, State
from bouquet.sites.blogs.tests.making import blog_of

pytestmark = pytest.mark.django_db
TEXT = {"type": "extended-text", "text": "gras", "format": 1}
LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {"type": "extended-heading", "tag": "h2", "children": [{"type": "text", "text": "Titre"}]},
            {"type": "paragraph", "children": [TEXT, {"type": "linebreak"}, {"type": "text", "text": "<b>"}]},
            {"type": "list", "listType": "number", "children": [{"type": "listitem", "children": [TEXT]}]},
            {"type": "codeblock", "code": "a < b", "language": "python"},
            {"type": "image", "src": "__GHOST_URL__/content/images/chat.png", "alt": "Chat", "caption": "Un chat"},
            {"type": "signup", "header": "Abonnez-vous"},
        ],
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "atoms": [["soft-return", "", {}]],
    "cards": [["markdown", {"markdown": "**fort**"}], ["hr", {}]],
    "markups": [["a", ["href", "https://exemple.fr"]], ["em"]],
    "sections": [
        [1, "p", [[0, [0], 0, "lien "], [0, [1], 2, "penché"], [1, [], 0, 0], [0, [], 0, "suite"]]],
        [10, 0],
        [10, 1],
        [3, "ul", [[[0, [], 0, "un"]]]],
    ],
}


def export(tmp_path: Path, **tables: Any) -> Path:
    posts = [
        {
            "id": "p1",
            "uuid": "0f",
            "title": "Bonjour",
            "slug": "bonjour",
            "lexical": json.dumps(LEXICAL),
            "status": "published",
            "visibility": "public",
            "type": "post",
            "featured": 1,
            "published_at": "2021-02-03T04:05:06.000Z",
            "feature_image": "__GHOST_URL__/content/images/une.jpg",
        },
        {"id": "p2", "title": "À propos", "slug": "a-propos", "type": "page", "status": "published",
         "html": "<p>Nous</p>", "published_at": "2021-02-03 04:05:06"},
        {"id": "p3", "title": "Réservé", "slug": "reserve", "status": "published", "visibility": "paid",
         "mobiledoc": json.dumps(MOBILEDOC), "published_at": "2021-02-03T04:05:06Z"},
    ]  # fmt: skip
    data = {
        "posts": posts,
        "users": [{"id": "u1", "name": "Rose", "slug": "rose", "email": "rose@example.org", "bio": "Jardinière"}],
        "tags": [{"id": "t1", "name": "Jardin", "slug": "jardin"}, {"id": "t2", "name": "#interne", "slug": "hash"}],
        "posts_tags": [{"post_id": "p1", "tag_id": "t1", "sort_order": 0}, {"post_id": "p1", "tag_id": "t2"}],
        "posts_authors": [{"post_id": "p1", "author_id": "u1", "sort_order": 0}],
        "settings": [{"key": "title", "value": "Le jardin"}, {"key": "description", "value": "De Rose"}],
        "members": [{"id": "m1", "email": "a@example.org"}],
        **tables,
    }
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"meta": {"version": "5.0.0"}, "data": data}]}), encoding="utf-8")
    return path


def test_a_ghost_blog_comes_along(tmp_path: Path, ines: Account) -> None:
    blog: Blog = blog_of(ines)
    report = bring(open_export(export(tmp_path), address="https://jardin.example"), blog=blog, by=ines)
    post, page, kept = (blog.posts.get(slug=slug) for slug in ("bonjour", "a-propos", "reserve"))
    assert (post.is_pinned, page.is_page, kept.state) == (True, True, State.DRAFT)
    assert post.author.name == "Rose"
    assert [tag.name for tag in post.tags.all()] == ["Jardin"]
    assert "https://jardin.example/content/images/chat.png" in json.dumps(post.document)
    assert post.imported.cover == "https://jardin.example/content/images/une.jpg"
    assert path_for(blog, "/bonjour/") == "/bonjour"
    kinds = Counter(str(loss.kind) for loss in report.losses)
    assert kinds["subscribers"] == kinds["members_only"] == kinds["taxonomy"] == 1
    assert ("block", "signup") in {(loss.kind, loss.detail) for loss in report.losses}


def test_without_its_address_pictures_are_told_as_lost(tmp_path: Path) -> None:
    report = check(open_export(export(tmp_path)))
    assert "picture" in {loss.kind for loss in report.losses}


def test_lexical_says_what_its_editor_said() -> None:
    html, lost = html_of_lexical(json.dumps(LEXICAL))
    assert "<p><strong>gras</strong><br>&lt;b&gt;</p>" in html
    assert "<ol><li><strong>gras</strong></li></ol>" in html
    assert '<pre><code class="language-python">a &lt; b</code></pre>' in html
    assert lost == ["signup"]


def test_mobiledoc_says_what_its_editor_said() -> None:
    html, _ = html_of_mobiledoc(json.dumps(MOBILEDOC))
    assert '<p><a href="https://exemple.fr">lien <em>penché</em></a><br>suite</p>' in html
    assert "<strong>fort</strong>" in html
    assert "<hr><ul><li>un</li></ul>" in html


@pytest.mark.parametrize("damaged", ['{"root": 1}', "[]", '{"root": {"children": [1, {"children": "x"}]}}'])
def test_a_post_whose_editor_left_nonsense_comes_without_words(tmp_path: Path, ines: Account, damaged: str) -> None:
    row = {"id": "p1", "title": "Abîmé", "slug": "abime", "lexical": damaged, "status": "draft"}
    blog = blog_of(ines)
    bring(open_export(export(tmp_path, posts=[row])), blog=blog, by=ines)
    assert blog.posts.get().title == "Abîmé"
