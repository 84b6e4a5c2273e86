"""Feeds are read by a feed reader without complaint, and hold whole texts."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.sites.blogs.engine.feeds import absolute_html
from bouquet.sites.blogs.models import Blog, Post, State
from bouquet.sites.blogs.tests.feed_rules import faults_of
from bouquet.sites.blogs.tests.making import blog_of, post_of

pytestmark = pytest.mark.django_db
HOST = "carnet.shaaz.m6.localhost"


@pytest.fixture
def blog(ines: Account) -> Blog:
    blog = blog_of(ines)
    post_of(blog, "Été & <hiver>", "Des coings, & du \u0008 sucre <brun>.", "La suite.", tags=["Cuisine", "A & B"])
    post_of(blog, "Le pain", "De la farine.", published_at=clock.now() - timedelta(days=2))
    post_of(blog, "Caché", state=State.DRAFT, published_at=None)
    return blog


def fetch(path: str) -> Any:
    return Client(headers={"host": HOST}).get(path)


@pytest.mark.parametrize("form", ["atom", "rss"])
@pytest.mark.parametrize("path", ["", "/tag/cuisine", "/author/{handle}"])
def test_a_reader_finds_whole_posts(blog: Blog, ines: Account, path: str, form: str) -> None:
    answer = fetch(f"{path.format(handle=ines.handle)}/feed.{form}")
    assert answer.status_code == 200
    feed = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == {"atom": "atom10", "rss": "rss20"}[form]
    first = feed.entries[0]
    assert first.title in {"Été & <hiver>", "Été &amp; &lt;hiver&gt;"}
    assert "La suite." in first.content[0].value
    assert first.id == f"urn:uuid:{Post.objects.get(title__startswith='Été').pk}"
    assert {tag.term for tag in first.tags} == {"Cuisine", "A & B"}
    assert "Caché" not in answer.content.decode()


def test_atom_has_what_rfc_4287_demands(blog: Blog) -> None:
    space = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(fetch("/feed.atom").content)
    assert [root.findtext(f"{space}{name}") is not None for name in ("id", "title", "updated")] == [True] * 3
    assert {link.get("rel") for link in root.findall(f"{space}link")} >= {"self", "alternate"}
    for entry in root.findall(f"{space}entry"):
        assert all(entry.find(f"{space}{name}") is not None for name in ("id", "title", "updated", "author", "content"))


def test_json_feed_is_one_of_version_1_1(blog: Blog) -> None:
    feed = json.loads(fetch("/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/feed.json")
    assert [item["title"] for item in feed["items"]] == ["Été & <hiver>", "Le pain"]
    assert all(item["id"] and item["url"] and item["content_html"] for item in feed["items"])


def test_the_hub_is_named_where_the_operator_has_one(blog: Blog, settings: Any) -> None:
    settings.BOUQUET_WEBSUB_HUB = "https://hub.example.org/"
    assert 'rel="hub"' in fetch("/feed.atom").content.decode()
    assert json.loads(fetch("/feed.json").content)["hubs"][0]["url"] == "https://hub.example.org/"


def test_in_a_feed_addresses_are_whole() -> None:
    html = '<img src="/media/a.webp" srcset="/media/a.webp 320w, /media/b.webp 640w"><a href="#note-1">1</a>'
    whole = absolute_html(html, origin="https://b.example", page="https://b.example/p")
    assert 'src="https://b.example/media/a.webp"' in whole
    assert 'srcset="https://b.example/media/a.webp 320w, https://b.example/media/b.webp 640w"' in whole
    assert 'href="https://b.example/p#note-1"' in whole


def test_the_map_lists_what_shows(blog: Blog) -> None:
    root = ElementTree.fromstring(fetch("/sitemap.xml").content)
    places = [node.text or "" for node in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(places) == 3
    assert not any("cache" in place for place in places)
    assert "Sitemap: http://carnet.shaaz" in fetch("/robots.txt").content.decode()


def test_in_a_feed_no_player_runs(blog: Blog) -> None:
    html = '<figure class="embed"><iframe src="/e/1" title="x"></iframe><a href="/v/1">Un film</a></figure>'
    whole = absolute_html(html, origin="https://b.example", page="https://b.example/p")
    assert "iframe" not in whole and 'href="https://b.example/v/1"' in whole


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_keeps_the_rules_of_the_w3c(blog: Blog, form: str) -> None:
    path = f"/feed.{form}"
    answer = fetch(path)
    assert faults_of(answer.content, answer["Content-Type"], address=f"http://{HOST}:8000{path}") == []


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        ("rss", "+0000</pubDate>", "</pubDate>"),
        ("rss", 'isPermaLink="false"', 'isPermaLink="true"'),
        ("rss", "<description>", "<description>http://x <script>x</script>"),
        ("rss", 'rel="self" href="http://', 'rel="self" href="http://x'),
        ("atom", "<id>urn:uuid:", "<id>uuid:"),
        ("atom", "</author>", "<name>x</name></author>"),
        ("atom", "+00:00</updated>", "</updated>"),
        ("atom", 'href="http://carnet', 'href="carnet'),
        ("atom", "&lt;p&gt;", "&lt;p onclick=x&gt;&lt;img src=/a&gt;"),
    ],
)
def test_the_rules_find_what_breaks_them(blog: Blog, form: str, right: str, wrong: str) -> None:
    content = fetch(f"/feed.{form}").content.decode()
    if form == "rss" and right == "<description>":
        content = content.replace("&lt;p&gt;", "&lt;script&gt;x&lt;/script&gt;", 1)
    assert right in content
    broken = content.replace(right, wrong).encode()
    assert faults_of(broken, f"application/{form}+xml; charset=utf-8", address=f"http://{HOST}:8000/feed.{form}")


def test_feeds_of_other_hosts_are_found_where_readers_ask_for_them(blog: Blog) -> None:
    for path, goal in {
        "/feed/": "/feed.rss",
        "/feed": "/feed.rss",
        "/feed/atom/": "/feed.atom",
        "/comments/feed/": "/feed.rss",
        "/?feed=rss2": "/feed.rss",
        "/?feed=atom": "/feed.atom",
        "/rss/": "/feed.rss",
        "/rss": "/feed.rss",
        "/atom.xml": "/feed.atom",
        "/feed.xml": "/feed.rss",
        "/index.xml": "/feed.rss",
    }.items():
        answer = fetch(path)
        assert (answer.status_code, answer.headers.get("Location", "").endswith(goal)) == (301, True), path
