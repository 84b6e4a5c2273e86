"""Ghost's present format: the JSON of its Lexical editor, as HTML."""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final

from bouquet.sites.blogs.engine.incoming.cards import Cards

_MOST_DEPTH: Final = 60
# Bits of `format`, and what they mean.
_FORMATS: Final = ((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"), (128, "mark"))
_BLOCKS: Final = {"paragraph": "p", "quote": "blockquote", "extended-quote": "blockquote", "aside": "blockquote"}


def html_of_lexical(text: str) -> tuple[str, list[str]]:
    """The HTML of a post, and the names of the cards that do not survive. ValueError when it is none."""
    value = json.loads(text)
    root = value.get("root") if isinstance(value, dict) else None
    if not isinstance(root, dict):
        raise ValueError("no root")
    cards = Cards()
    return _children(root, cards, 0), list(cards.lost)


def _children(node: dict[str, Any], cards: Cards, depth: int) -> str:
    children = node.get("children")
    if not isinstance(children, list) or depth > _MOST_DEPTH:
        return ""
    return "".join(_node(child, cards, depth + 1) for child in children if isinstance(child, dict))


def _node(node: dict[str, Any], cards: Cards, depth: int) -> str:
    kind = str(node.get("type", ""))
    if kind in {"text", "extended-text", "tk"}:
        return _words(node)
    if kind == "linebreak":
        return "<br>"
    inside = _children(node, cards, depth)
    if kind in _BLOCKS:
        return f"<{_BLOCKS[kind]}>{inside}</{_BLOCKS[kind]}>"
    if kind in {"heading", "extended-heading"}:
        tag = node.get("tag") if node.get("tag") in {"h1", "h2", "h3", "h4", "h5", "h6"} else "h2"
        return f"<{tag}>{inside}</{tag}>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        start = node.get("start")
        counted = f' start="{start}"' if tag == "ol" and isinstance(start, int) and start != 1 else ""
        return f"<{tag}{counted}>{inside}</{tag}>"
    if kind == "listitem":
        return f"<li>{inside}</li>"
    if kind in {"link", "autolink", "at-link"}:
        return f'<a href="{escape(str(node.get("url") or ""))}">{inside}</a>'
    return cards.drawn(kind, node) or inside


def _words(node: dict[str, Any]) -> str:
    words = escape(str(node.get("text") or ""), quote=False)
    given = node.get("format")
    bits = given if isinstance(given, int) else 0
    for bit, tag in _FORMATS:
        if bits & bit:
            words = f"<{tag}>{words}</{tag}>"
    return words
