"""A feed of posts, whole texts in it: Atom (RFC 4287), RSS 2.0 with content, JSON Feed 1.1."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

ATOM: Final = "http://www.w3.org/2005/Atom"
_RSS_SPACES: Final = {
    "xmlns:atom": ATOM,
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
TYPES: Final = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
# What XML 1.0 §2.2 cannot hold.
_UNSPEAKABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOCAL: Final = re.compile(r'(?P<name>\s(?:src|href))="(?P<path>/(?!/)[^"]*|#[^"]*)"')
_PLAYER: Final = re.compile(r"<iframe\b[^>]*></iframe>")
_SRCSET: Final = re.compile(r'\ssrcset="([^"]*)"')


@dataclass(frozen=True)
class Entry:
    """One post. `html` is its whole text with absolute addresses; `key` never changes."""

    key: str
    title: str
    address: str
    html: str
    summary: str
    author: str
    author_address: str
    published_at: datetime
    updated_at: datetime
    tags: tuple[str, ...] = ()
    picture: str = ""
    language: str = ""


@dataclass(frozen=True)
class Feed:
    """`address` is the page it is the feed of, `self_address` its own; `hub` is told of changes (WebSub)."""

    key: str
    title: str
    subtitle: str
    address: str
    self_address: str
    language: str
    updated_at: datetime
    entries: Sequence[Entry]
    icon: str = ""
    hub: str = ""


def absolute_html(html: str, *, origin: str, page: str) -> str:
    """`html` as it may stand anywhere: paths belong to `origin`, places in the text to `page`; of a player its link
    stays, since readers of feeds run nothing."""

    def whole(found: re.Match[str]) -> str:
        path = found["path"]
        return f'{found["name"]}="{page if path.startswith("#") else origin}{path}"'

    def whole_set(found: re.Match[str]) -> str:
        parts = [part.strip() for part in found[1].split(",")]
        return f' srcset="{", ".join(origin + part if part.startswith("/") else part for part in parts)}"'

    return _SRCSET.sub(whole_set, _LOCAL.sub(whole, _PLAYER.sub("", html)))


def write(feed: Feed, form: str) -> bytes:
    """`feed` as `atom`, `rss` or `json`."""
    return {"atom": _atom, "rss": _rss, "json": _json}[form](feed)


class _Xml:
    """XML written element by element, without what it cannot hold."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.to = XMLGenerator(self.out, encoding="utf-8", short_empty_elements=True)
        self.to.startDocument()

    def open(self, name: str, **attributes: str) -> None:
        said = {key.replace("__", ":"): value for key, value in attributes.items()}
        self.to.startElement(name, AttributesImpl(said))

    def close(self, name: str) -> None:
        self.to.endElement(name)

    def say(self, name: str, text: str, **attributes: str) -> None:
        self.open(name, **attributes)
        self.to.characters(_UNSPEAKABLE.sub("", text))
        self.close(name)


def _atom(feed: Feed) -> bytes:
    xml = _Xml()
    xml.open("feed", xmlns=ATOM, xml__lang=feed.language)
    xml.say("id", feed.key)
    xml.say("title", feed.title)
    if feed.subtitle:
        xml.say("subtitle", feed.subtitle)
    xml.say("updated", _stamp(feed.updated_at))
    for relation, address, kind in _links(feed, "application/atom+xml"):
        xml.say("link", "", rel=relation, href=address, **kind)
    if feed.icon:
        xml.say("icon", feed.icon)
    for entry in feed.entries:
        xml.open("entry", xml__lang=entry.language or feed.language)
        xml.say("id", entry.key)
        xml.say("title", entry.title)
        xml.say("link", "", rel="alternate", type="text/html", href=entry.address)
        xml.say("published", _stamp(entry.published_at))
        xml.say("updated", _stamp(entry.updated_at))
        xml.open("author")
        xml.say("name", entry.author)
        xml.say("uri", entry.author_address)
        xml.close("author")
        for tag in entry.tags:
            xml.say("category", "", term=tag)
        if entry.summary:
            xml.say("summary", entry.summary)
        xml.say("content", entry.html, type="html")
        xml.close("entry")
    xml.close("feed")
    return xml.out.getvalue()


def _rss(feed: Feed) -> bytes:
    xml = _Xml()
    xml.to.startElement("rss", AttributesImpl({"version": "2.0", **_RSS_SPACES}))
    xml.open("channel")
    xml.say("title", feed.title)
    xml.say("link", feed.address)
    xml.say("description", feed.subtitle or feed.title)
    xml.say("language", feed.language)
    xml.say("lastBuildDate", format_datetime(feed.updated_at))
    xml.say("docs", "https://www.rssboard.org/rss-specification")
    for relation, address, kind in _links(feed, "application/rss+xml"):
        if relation != "alternate":
            xml.to.startElement("atom:link", AttributesImpl({"rel": relation, "href": address, **kind}))
            xml.close("atom:link")
    for entry in feed.entries:
        xml.open("item")
        xml.say("title", entry.title)
        xml.say("link", entry.address)
        xml.say("guid", entry.key, isPermaLink="false")
        xml.say("pubDate", format_datetime(entry.published_at))
        xml.say("dc:creator", entry.author)
        for tag in entry.tags:
            xml.say("category", tag)
        xml.say("description", entry.summary)
        xml.say("content:encoded", entry.html)
        xml.close("item")
    xml.close("channel")
    xml.close("rss")
    return xml.out.getvalue()


def _json(feed: Feed) -> bytes:
    items = [_item(entry, feed) for entry in feed.entries]
    said: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.address,
        "feed_url": feed.self_address,
        "icon": feed.icon,
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "items": items,
    }
    return json.dumps({key: value for key, value in said.items() if value or key == "items"}).encode()


def _item(entry: Entry, feed: Feed) -> dict[str, Any]:
    said = {
        "id": entry.key,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "image": entry.picture,
        "date_published": _stamp(entry.published_at),
        "date_modified": _stamp(entry.updated_at),
        "authors": [{"name": entry.author, "url": entry.author_address}],
        "tags": list(entry.tags),
        "language": entry.language or feed.language,
    }
    return {key: value for key, value in said.items() if value or key == "content_html"}


def _links(feed: Feed, kind: str) -> list[tuple[str, str, dict[str, str]]]:
    found = [("alternate", feed.address, {"type": "text/html"}), ("self", feed.self_address, {"type": kind})]
    return [*found, *([("hub", feed.hub, {})] if feed.hub else [])]


def _stamp(moment: datetime) -> str:
    """RFC 3339."""
    return moment.isoformat(timespec="seconds")
