"""What pages say of each other (Webmention, W3C Recommendation of 12 January 2017)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

_LINK: Final = re.compile(r"<(?P<address>[^>]*)>(?P<params>(?:\s*;\s*[^,;=]+(?:=(?:\"[^\"]*\"|[^,;\"]*))?)*)")
_REL: Final = re.compile(r"\brel\s*=\s*(?:\"([^\"]*)\"|([^,;\"\s]*))", re.IGNORECASE)
MOST_TITLE: Final = 200


def endpoint_of(*, page: str, header: str, html: str) -> str | None:
    """Where mentions of `page` are sent (§3.1.2): the first of its `Link` headers, then the first <link> or <a> with
    rel=webmention in document order; None when it wants none."""
    for found in _LINK.finditer(header):
        rel = _REL.search(found["params"] or "")
        if rel and "webmention" in (rel[1] or rel[2] or "").lower().split():
            return str(urljoin(page, found["address"]))
    for node in LexborHTMLParser(html).css("link[rel~=webmention], a[rel~=webmention]"):
        if "href" in node.attributes:
            return str(urljoin(page, node.attributes["href"] or ""))
    return None


def speaks_of(*, html: str, source: str, target: str) -> bool:
    """Whether the page at `source` links to `target`, or shows it (§3.2.2)."""
    wanted = same(target)
    tree = LexborHTMLParser(html)
    for name in ("href", "src", "cite"):
        for node in tree.css(f"[{name}]"):
            if same(urljoin(source, node.attributes.get(name) or "")) == wanted:
                return True
    return False


def title_of(html: str) -> str:
    """What a page is called, on one line; maybe empty."""
    node = LexborHTMLParser(html).css_first("title")
    return " ".join(node.text().split())[:MOST_TITLE] if node is not None else ""


def same(address: str) -> str:
    """`address` without what does not tell pages apart."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}"
