"""Old feeds are found again, and what a Ghost blog led elsewhere already still leads there."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.actions.bringing import bring, check
from bouquet.sites.blogs.actions.leading import path_for
from bouquet.sites.blogs.engine.incoming.nouns import LossKind, Unreadable
from bouquet.sites.blogs.engine.incoming.opening import REDIRECTIONS, open_export
from bouquet.sites.blogs.models import Blog, Category, Redirect
from bouquet.sites.blogs.tests.making import blog_of, post_of

pytestmark = pytest.mark.django_db
LIST = [
    {"from": "^/vieux/$", "to": "/la-confiture/", "permanent": True},
    {"from": r"/^\/ancien-billet\/?$/i", "to": "https://jardin.example/la-confiture/"},
    {"from": "/2015/(.*)", "to": "/$1"},
    {"from": "/ailleurs/", "to": "https://autre.example/"},
]
BY_STATUS = {
    "301": {"/vieux/": "/la-confiture/", r"^\/ancien-billet\/$": "/la-confiture"},
    "302": {"/2015/(.*)": "/$1"},
}
YAML = """# de Ghost
301:
  /vieux/: /la-confiture/
  ^\\/ancien-billet\\/$: /la-confiture/
302:
  /2015/(.*): /$1
"""


@pytest.fixture
def blog(ines: Account) -> Blog:
    blog = blog_of(ines)
    post_of(blog, "La confiture")
    return blog


def told(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "redirects"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [json.dumps(LIST), json.dumps(BY_STATUS), YAML], ids=["list", "by status", "yaml"])
def test_what_led_elsewhere_in_ghost_leads_there_here(blog: Blog, ines: Account, tmp_path: Path, text: str) -> None:
    export = open_export(told(tmp_path, text), address="https://jardin.example")
    assert export.format == REDIRECTIONS
    report = bring(export, blog=blog, by=ines)
    for path in ("/vieux/", "/vieux", "/ancien-billet/"):
        assert path_for(blog, path) == "/la-confiture", path
    assert report.counts["addresses"] == 2
    assert {loss.kind for loss in report.losses} == {LossKind.REDIRECTION}
    before = Redirect.objects.count()
    bring(export, blog=blog, by=ines)
    assert Redirect.objects.count() == before


def test_what_leads_elsewhere_is_told_as_lost(tmp_path: Path) -> None:
    report = check(open_export(told(tmp_path, json.dumps(LIST)), address="https://jardin.example"))
    assert [loss.detail for loss in report.losses] == ["/2015/(.*) → /$1", "/ailleurs/ → https://autre.example/"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("[]", None), ('[{"from": 1}]', None), ('["x"', 1), ("301:\n  /a/: /b/\nnonsense\n", 3), ('{"301": []}', None)],
)
def test_what_is_no_list_of_redirections_is_refused(tmp_path: Path, text: str, line: int | None) -> None:
    with pytest.raises(Unreadable) as refused:
        check(open_export(told(tmp_path, text)))
    assert refused.value.line == line


def test_from_the_shell_they_need_the_blog_they_belong_to(blog: Blog, tmp_path: Path) -> None:
    path = told(tmp_path, YAML)
    with pytest.raises(CommandError):
        call_command("import_blog", str(path), stdout=StringIO(), stderr=StringIO())
    assert Blog.objects.count() == 1
    call_command("import_blog", str(path), "--blog", "carnet", stdout=StringIO())
    assert path_for(blog, "/vieux/") == "/la-confiture"


def test_feeds_of_shelves_lead_to_theirs_and_feeds_of_posts_to_the_post(blog: Blog) -> None:
    Category.objects.create(blog=blog, slug="cuisine", name="Cuisine")
    Redirect.objects.create(blog=blog, path="/rayon/cuisine/", goal="/category/cuisine")
    Redirect.objects.create(blog=blog, path="/journal/", goal="/")
    Redirect.objects.create(blog=blog, path="/2019/coings/", post=blog.posts.get())
    for path, goal in {
        "/rayon/cuisine/feed/": "/category/cuisine/feed.rss",
        "/rayon/cuisine/feed/atom": "/category/cuisine/feed.atom",
        "/rayon/cuisine/rss/": "/category/cuisine/feed.rss",
        "/rayon/cuisine/": "/category/cuisine",
        "/journal/feed/": "/feed.rss",
        "/journal/": "/",
        "/2019/coings/feed/": "/la-confiture",
    }.items():
        assert path_for(blog, path) == goal, path
    assert path_for(blog, "/rien/feed/") is None
