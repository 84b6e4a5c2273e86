"""Markdown from people to HTML that may be shown: no script, no style, no picture, no heading.

Prepared when the text is written, so that showing it costs nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre"}
_WEB = r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]»]"
# 1:23 or 1:02:03, but not a part of a longer number, a ratio or a date.
_TIME = r"(?<![\d:/.,])(?:(?P<hours>\d{1,2}):(?=\d{2}:))?(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)(?![\d:/])"
_FOUND = re.compile(f"(?P<web>{_WEB})|(?P<time>{_TIME})")


def safe_html(markdown: str, *, timestamps: bool = False) -> str:
    """The HTML of `markdown`, sanitised; links are `nofollow ugc`.

    With `timestamps`, times such as `1:23` become links to `?t=83` that carry `data-seconds="83"`.
    """
    engine = _ENGINES[timestamps]
    return nh3.clean(
        engine.render(markdown),
        tags=TAGS,
        attributes={"*": set(), "a": {"href", "data-seconds"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def plain_text(markdown: str) -> str:
    """What `markdown` says, without marks, on one line."""
    text = nh3.clean(_ENGINES[False].render(markdown), tags=set())
    return " ".join(html.unescape(text).split())


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


def _link_found(state: StateCore, *, timestamps: bool) -> None:
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        depth, children = 0, list[Token]()
        for token in block.children:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "text" and depth == 0:
                children.extend(_linked(token.content, timestamps=timestamps))
            else:
                children.append(token)
        block.children = children


def _linked(text: str, *, timestamps: bool) -> Iterator[Token]:
    position = 0
    for found in _FOUND.finditer(text):
        if found["time"] and not timestamps:
            continue
        yield _text(text[position : found.start()])
        if found["time"]:
            seconds = seconds_of(found["time"])
            attrs: dict[str, str | int | float] = {"href": f"?t={seconds}", "data-seconds": str(seconds)}
        else:
            attrs = {"href": found["web"]}
        yield Token("link_open", "a", 1, attrs=attrs)
        yield _text(found.group())
        yield Token("link_close", "a", -1)
        position = found.end()
    yield _text(text[position:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _engine(*, timestamps: bool) -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": False, "breaks": True, "typographer": False})
    engine.enable("strikethrough").disable(["image", "heading", "lheading", "hr", "html_block", "html_inline"])
    engine.core.ruler.push("found", lambda state: _link_found(state, timestamps=timestamps))
    return engine


_ENGINES = {timestamps: _engine(timestamps=timestamps) for timestamps in (False, True)}
