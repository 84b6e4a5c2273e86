"""Markdown from people to HTML that may be shown: no script, no style, no picture, no heading.

Prepared when the text is written, so that showing it costs nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre"}
_WEB = r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]»]"
# 1:23 or 1:02:03, but not a part of a longer number, a ratio or a date.
_TIME = r"(?<![\d:/.,])(?:(?P<hours>\d{1,2}):(?=\d{2}:))?(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)(?![\d:/])"
# @karim, but not the end of an address of mail or of the web.
_MENTION = r"(?<![\w@./:-])@(?P<handle>[A-Za-z0-9_]{3,30})(?![\w@])"
_FOUND = re.compile(f"(?P<web>{_WEB})|(?P<time>{_TIME})|(?P<mention>{_MENTION})")


def safe_html(
    markdown: str, *, timestamps: bool = False, moments_of: str = "", mentions: Mapping[str, str] | None = None
) -> str:
    """The HTML of `markdown`, sanitised; links are `nofollow ugc`.

    With `timestamps`, times such as `1:23` become links to `?t=83` that carry `data-seconds="83"`; with `moments_of`,
    the address of a thing that plays, to that moment of it, also from another page (`data-seek` is the same number).
    `mentions` maps handles in lower case to addresses: `@karim` becomes a link when it is among them.
    """
    linking = {"timestamps": timestamps or bool(moments_of), "moments_of": moments_of, "mentions": mentions or {}}
    return nh3.clean(
        _ENGINE.render(markdown, linking),
        tags=TAGS,
        attributes={"*": set(), "a": {"href", "data-seconds", "data-seek", "data-mention"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def plain_text(markdown: str) -> str:
    """What `markdown` says, without marks, on one line."""
    text = nh3.clean(_ENGINE.render(markdown), tags=set())
    return " ".join(html.unescape(text).split())


def handles_in(markdown: str) -> list[str]:
    """The handles that `markdown` mentions, in lower case, each once, in order; what is code or a link names nobody."""
    seen: dict[str, str] = {}
    _ENGINE.render(markdown, {"seen": seen})
    return list(seen)


def teaser(markdown: str, *, length: int = 160) -> str:
    """The beginning of what `markdown` says: at most `length` characters, cut between words, with an ellipsis."""
    text = plain_text(markdown)
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.!?\u00a0\u202f")
    return f"{cut}…"


def seconds_of(timestamp: str) -> int:
    """`1:02:03` → 3723."""
    total = 0
    for part in timestamp.split(":"):
        total = total * 60 + int(part)
    return total


def _link_found(state: StateCore) -> None:
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        depth, children = 0, list[Token]()
        for token in block.children:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "text" and depth == 0:
                children.extend(_linked(token.content, state.env))
            else:
                children.append(token)
        block.children = children


def _linked(text: str, linking: MutableMapping[str, Any]) -> Iterator[Token]:
    position = 0
    for found in _FOUND.finditer(text):
        if found["mention"] and "seen" in linking:
            linking["seen"][found["handle"].lower()] = found.group()
        attrs = _link_to(found, linking)
        if attrs is None:
            continue
        yield _text(text[position : found.start()])
        yield Token("link_open", "a", 1, attrs=attrs)
        yield _text(found.group())
        yield Token("link_close", "a", -1)
        position = found.end()
    yield _text(text[position:])


def _link_to(found: re.Match[str], linking: MutableMapping[str, Any]) -> dict[str, str | int | float] | None:
    """The attributes of the link that what was found becomes; None when it stays text."""
    if found["web"]:
        return {"href": found["web"]}
    if found["time"]:
        if not linking.get("timestamps"):
            return None
        seconds = str(seconds_of(found["time"]))
        address = linking.get("moments_of", "")
        link: dict[str, str | int | float] = {"href": f"{address}?t={seconds}", "data-seconds": seconds}
        return link | {"data-seek": seconds} if address else link
    address = linking.get("mentions", {}).get(found["handle"].lower())
    return {"href": address, "data-mention": found["handle"].lower()} if address else None


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": False, "breaks": True, "typographer": False})
    engine.enable("strikethrough").disable(["image", "heading", "lheading", "hr", "html_block", "html_inline"])
    engine.core.ruler.push("found", _link_found)
    return engine


_ENGINE = _engine()
