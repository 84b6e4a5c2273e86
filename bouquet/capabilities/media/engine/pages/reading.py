"""What a page says of itself: Open Graph (ogp.me), Twitter's cards, JSON-LD (schema.org), and plain HTML."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

MOST_TITLE: Final = 200
MOST_DESCRIPTION: Final = 400
MOST_SITE_NAME: Final = 80
_MOST_ADDRESS: Final = 2000
_MOST_JSON: Final = 100_000
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True)
class PageFacts:
    """Plain text, on one line each and cut to a length; `picture` is an address nobody has checked yet, or empty."""

    title: str = ""
    description: str = ""
    site_name: str = ""
    picture: str = ""
    picture_alt: str = ""


def read(content: bytes, *, charset: str, address: str) -> PageFacts:
    """What the page at `address` says of itself. `charset` is what its server said, if anything. Never raises."""
    tree = LexborHTMLParser(decoded(content, charset))
    said = _metas(tree)
    linked = next(_described_things(tree), {})

    def first(*names: str) -> str:
        return next((said[name] for name in names if said.get(name)), "")

    head = tree.css_first("head > title") or tree.css_first("title")
    title = first("og:title", "twitter:title") or _text(linked.get("headline")) or _text(linked.get("name"))
    picture = first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    return PageFacts(
        title=one_line(title or (head.text() if head else ""), MOST_TITLE),
        description=one_line(
            first("og:description", "twitter:description") or _text(linked.get("description")) or first("description"),
            MOST_DESCRIPTION,
        ),
        site_name=one_line(first("og:site_name", "application-name") or host_of(address), MOST_SITE_NAME),
        picture=_address(picture or _picture_of(linked) or _linked_picture(tree), address),
        picture_alt=one_line(first("og:image:alt", "twitter:image:alt"), MOST_TITLE),
    )


def decoded(content: bytes, charset: str) -> str:
    """The text, by the mark at its beginning, what the server said, what the page says, or what fits (WHATWG §13.2.3).

    What says UTF-8 and is not, is read as Windows-1252, as browsers' users expect.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(content[:4096])
    for name in (charset, declared.group(1).decode("ascii").lower() if declared else "", "utf-8"):
        try:
            # Cut off in the middle of a character is no other charset.
            return codecs.getincrementaldecoder(_known(name))("strict").decode(content)
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", "replace")


def one_line(text: str, most: int) -> str:
    """Printable, on one line, at most `most` characters; what turns the direction of writing is left out."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[: most * 8]).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def host_of(address: str) -> str:
    """`example.org` of an address there; empty for nonsense."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _known(name: str) -> str:
    """The WHATWG's labels that Python reads otherwise; only codings of text (Python knows others, such as `zip`)."""
    if name in {"iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii"}:
        return "cp1252"
    info = codecs.lookup(name)
    if not info._is_text_encoding:
        raise LookupError(name)
    return name


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    said: dict[str, str] = {}
    for node in tree.css("meta")[:300]:
        name = (node.attributes.get("property") or node.attributes.get("name") or "").strip().lower()
        content = (node.attributes.get("content") or "").strip()
        if name and content:
            said.setdefault(name, content[:4000])
    return said


def _described_things(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """What JSON-LD describes: articles, videos and products first, as they come."""
    for node in tree.css('script[type="application/ld+json"]')[:10]:
        text = node.text()
        if len(text) > _MOST_JSON:
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("@graph"), list):
            found = found["@graph"]
        for thing in found if isinstance(found, list) else [found]:
            if isinstance(thing, dict) and (thing.get("headline") or thing.get("name")):
                yield thing


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _picture_of(thing: dict[str, Any]) -> str:
    value = thing.get("image") or thing.get("thumbnailUrl") or ""
    if isinstance(value, list):
        value = value[0] if value else ""
    return _text(value.get("url")) if isinstance(value, dict) else _text(value)


def _linked_picture(tree: LexborHTMLParser) -> str:
    node = tree.css_first('link[rel="image_src"]')
    return (node.attributes.get("href") or "") if node else ""


def _address(found: str, base: str) -> str:
    """Absolute, and of the web: never `javascript:`, `data:`, `file:`."""
    try:
        whole = urljoin(base, found.strip()) if found.strip() else ""
        scheme = urlsplit(whole).scheme
    except ValueError:
        return ""
    return whole if scheme in {"http", "https"} and len(whole) <= _MOST_ADDRESS else ""
