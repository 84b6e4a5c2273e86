"""What the W3C's feed validator demands (validator.w3.org/feed/docs), of the feeds we write: RSS 2.0 and Atom."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

ATOM, CONTENT, DC = (
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/rss/1.0/modules/content/}",
    "{http://purl.org/dc/elements/1.1/}",
)
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RISKY = ("script", "iframe", "object", "embed", "applet", "form", "input", "style", "link", "meta", "base", "frame")
_IN_CHANNEL = {"title", "link", "description", "language", "lastBuildDate", "docs", f"{ATOM}link", "item"}
_IN_ITEM = {"title", "link", "guid", "pubDate", f"{DC}creator", "category", "description", f"{CONTENT}encoded"}
_IN_FEED = {"id", "title", "subtitle", "updated", "link", "icon", "entry"}
_IN_ENTRY = {"id", "title", "link", "published", "updated", "author", "category", "summary", "content"}
_RELATIONS = {"alternate", "self", "hub", "related", "enclosure", "via"}


def faults_of(content: bytes, kind: str, *, address: str) -> list[str]:
    """What is wrong with a feed that is served at `address` as media type `kind`; nothing when all is right."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    is_rss = root.tag == "rss"
    wanted = "application/rss+xml" if is_rss else "application/atom+xml"
    told = [] if kind == f"{wanted}; charset=utf-8" else [f"served as {kind}"]
    return [*told, *(_rss(root, address) if is_rss else _atom(root, address))]


def _rss(root: ElementTree.Element, address: str) -> Iterator[str]:
    if root.get("version") != "2.0":
        yield "no version 2.0"
    channel = root.find("channel")
    if channel is None:
        yield "no channel"
        return
    yield from _counted(channel, once=("title", "link", "description"), known=_IN_CHANNEL)
    yield from _is_address(channel.findtext("link"))
    yield from _is_822(channel.findtext("lastBuildDate"))
    if not _LANGUAGE.fullmatch(channel.findtext("language") or ""):
        yield "no language"
    if [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"] != [address]:
        yield "the link to itself is not where it is"
    guids: Counter[str] = Counter()
    for item in channel.findall("item"):
        yield from _counted(item, once=("title", "link", "guid", "pubDate"), known=_IN_ITEM)
        yield from _is_address(item.findtext("link"))
        yield from _is_822(item.findtext("pubDate"))
        guid = item.find("guid")
        assert guid is not None
        guids[guid.text or ""] += 1
        if guid.get("isPermaLink", "true") == "true":
            yield from _is_address(guid.text)
        names = [child.tag for child in item]
        if f"{CONTENT}encoded" in names and "description" not in names[: names.index(f"{CONTENT}encoded")]:
            yield "description does not come before the content"
        yield from _html(item.findtext(f"{CONTENT}encoded") or "")
        yield from _html(item.findtext("description") or "")
    yield from (f"two of {guid}" for guid, times in guids.items() if times > 1)


def _atom(root: ElementTree.Element, address: str) -> Iterator[str]:
    yield from _counted(root, once=("id", "title", "updated"), known=_IN_FEED, space=ATOM)
    yield from _is_uri(root.findtext(f"{ATOM}id"))
    yield from _is_3339(root.findtext(f"{ATOM}updated"))
    yield from _links(root)
    if [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] != [address]:
        yield "the link to itself is not where it is"
    keys: Counter[str] = Counter()
    for entry in root.findall(f"{ATOM}entry"):
        yield from _counted(entry, once=("id", "title", "updated", "author", "content"), known=_IN_ENTRY, space=ATOM)
        yield from _is_uri(entry.findtext(f"{ATOM}id"))
        keys[entry.findtext(f"{ATOM}id") or ""] += 1
        yield from _is_3339(entry.findtext(f"{ATOM}updated"))
        yield from _is_3339(entry.findtext(f"{ATOM}published"))
        yield from _links(entry)
        author = entry.find(f"{ATOM}author")
        if author is None or len(author.findall(f"{ATOM}name")) != 1 or not author.findtext(f"{ATOM}name"):
            yield "an author has one name"
        yield from ("no term" for tag in entry.findall(f"{ATOM}category") if not tag.get("term"))
        content = entry.find(f"{ATOM}content")
        assert content is not None
        if content.get("type") != "html":
            yield "the content says not that it is HTML"
        yield from _html(content.text or "")
    yield from (f"two of {key}" for key, times in keys.items() if times > 1)


def _counted(parent: ElementTree.Element, *, once: tuple[str, ...], known: set[str], space: str = "") -> Iterator[str]:
    tags = Counter(child.tag for child in parent)
    for name in once:
        if tags[f"{space}{name}"] != 1:
            yield f"{tags[f'{space}{name}']} × {name}"
    allowed = {f"{space}{name}" for name in known} if space else known
    yield from (f"unknown: {tag}" for tag in tags if tag not in allowed)


def _links(parent: ElementTree.Element) -> Iterator[str]:
    links = parent.findall(f"{ATOM}link")
    for link in links:
        yield from _is_address(link.get("href"))
        if link.get("rel", "alternate") not in _RELATIONS:
            yield f"unknown relation {link.get('rel')}"
    alternates = Counter(link.get("type") for link in links if link.get("rel", "alternate") == "alternate")
    yield from (f"two pages of {kind}" for kind, times in alternates.items() if times > 1)


def _html(text: str) -> Iterator[str]:
    """Whole addresses, and nothing that runs."""
    for node in LexborHTMLParser(f"<body>{text}").css("body *, head *"):
        if node.tag in _RISKY:
            yield f"<{node.tag}> in the text"
        for name, value in node.attributes.items():
            if name.startswith("on") or name == "style":
                yield f"{name} in the text"
            if name in {"href", "src"} and not urlsplit(value or "").scheme:
                yield f"{name}={value} is not whole"


def _is_address(text: str | None) -> Iterator[str]:
    parts = urlsplit(text or "")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        yield f"no address: {text}"


def _is_uri(text: str | None) -> Iterator[str]:
    if not re.fullmatch(r"https?://\S+|urn:uuid:[0-9a-f-]{36}", text or ""):
        yield f"no URI: {text}"


def _is_3339(text: str | None) -> Iterator[str]:
    if not _RFC_3339.fullmatch(text or ""):
        yield f"no date of RFC 3339: {text}"


def _is_822(text: str | None) -> Iterator[str]:
    if not _RFC_822.fullmatch(text or ""):
        yield f"no date of RFC 822: {text}"
    elif text and parsedate_to_datetime(text).strftime("%a") != text[:3]:
        yield f"another day of the week: {text}"
