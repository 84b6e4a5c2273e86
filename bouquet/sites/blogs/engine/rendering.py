"""The HTML of a document for its page: made once, when it is published, and sanitised by a library at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Final, Protocol

import nh3

from bouquet.foundation.text.folding import words_of
from bouquet.sites.blogs.engine.schema import Document, Node
from bouquet.sites.blogs.engine.source import SourceHtml, sized

TAGS: Final = frozenset(
    {"p", "br", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "pre", "code", "hr", "figure", "figcaption", "img"}
    | {"table", "tbody", "tr", "th", "td", "a", "strong", "em", "s", "sup", "sub", "div", "iframe", "section", "span"}
)
_CLASSES: Final = {
    "figure": {"size-wide", "size-small", "embed", "missing"},
    "div": {"gallery", "table-wrap"},
    "section": {"footnotes"},
    "sup": {"footnote"},
    "a": {"back"},
}
_ATTRIBUTES: Final = {
    "*": {"id"},
    "a": {"href", "aria-label"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading"},
    "iframe": {"src", "title", "loading", "allow", "allowfullscreen"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "div": {"tabindex", "role", "aria-label"},
    "pre": {"tabindex"},
}
# Lexers are regular expressions: on a very long text they may take their time.
_MOST_COLOURED: Final = 60_000
_SIZES: Final = {
    "small": "(min-width: 40rem) 20rem, 100vw",
    "normal": "(min-width: 48rem) 44rem, 100vw",
    "wide": "100vw",
}


class Picture(Protocol):
    """What a page needs to show a photo: `media`'s Frame is one."""

    width: int
    height: int

    @property
    def src(self) -> str: ...

    @property
    def srcset(self) -> str: ...


@dataclass(frozen=True)
class Embed:
    """A video of the network in a post: `address` is the page of the player alone."""

    address: str
    title: str


@dataclass(frozen=True)
class Surroundings:
    """What a page knows that the document does not.

    Photos by their keys; videos by the addresses of their pages; the names of the languages code can be coloured in
    are Pygments'. `words` are what the page says itself, in the language of the blog.
    """

    photos: Mapping[str, Picture] = field(default_factory=dict)
    embeds: Mapping[str, Embed] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=lambda: {"notes": "Notes", "back": "Back to the text"})


def page_html(document: Document, around: Surroundings) -> str:
    """The HTML of `document` for its page, sanitised; whole in itself, so that feeds carry it too."""
    page = _Page(around)
    blocks = [page.block(node) for node in document["content"]]
    return _clean("\n".join(block for block in [*blocks, page.footnotes()] if block), around)


class _Page(SourceHtml):
    """What a reader sees: pictures in sizes, players, coloured code, notes at the end."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.notes: list[str] = []
        self.anchors: set[str] = set()

    def footnotes(self) -> str:
        """The notes of the whole text."""
        if not self.notes:
            return ""
        back = escape(self.around.words["back"])
        items = "".join(
            f'<li id="note-{number}">{note} <a class="back" href="#ref-{number}" aria-label="{back}">↩</a></li>'
            for number, note in enumerate(self.notes, 1)
        )
        title = escape(self.around.words["notes"])
        return f'<section class="footnotes"><h2 id="notes">{title}</h2><ol>{items}</ol></section>'

    def _paragraph(self, node: Node) -> str:
        is_blank = not any(
            child["type"] == "footnote" or child.get("text", "").strip() for child in node.get("content", ())
        )
        return "" if is_blank else super()._paragraph(node)

    def _heading(self, node: Node) -> str:
        level = node["attrs"]["level"]
        words = words_of("".join(child.get("text", "") for child in node.get("content", ())))
        if not words and not node.get("content"):
            return ""
        return f'<h{level} id="{self.anchor("-".join(words))}">{self.line(node)}</h{level}>'

    def anchor(self, slug: str) -> str:
        """A name of a place in the page that no other has, nor anything of the page around."""
        name = wanted = f"s-{slug[:60].strip('-') or 'x'}"
        number = 1
        while name in self.anchors:
            number += 1
            name = f"{wanted}-{number}"
        self.anchors.add(name)
        return name

    def _codeBlock(self, node: Node) -> str:
        text = "".join(child["text"] for child in node.get("content", ()))
        return f'<pre tabindex="0"><code>{coloured(text, node["attrs"]["language"])}</code></pre>'

    def _footnote(self, node: Node) -> str:
        self.notes.append(self.line(node))
        number = len(self.notes)
        return f'<sup class="footnote" id="ref-{number}"><a href="#note-{number}">{number}</a></sup>'

    def _figure(self, node: Node) -> str:
        attrs = node["attrs"]
        photo = self.around.photos.get(attrs["photo"] or "")
        if photo is None:
            return self.missing(node)
        image = (
            f'<img src="{escape(photo.src)}" srcset="{escape(photo.srcset)}" sizes="{_SIZES[attrs["size"]]}" '
            f'width="{photo.width}" height="{photo.height}" alt="{escape(attrs["alt"])}" loading="lazy">'
        )
        return f"<figure{sized(attrs['size'])}>{image}{self.caption(node)}</figure>"

    def missing(self, node: Node) -> str:
        """A picture we have no copy of: a link to where it was, for no page loads anything from elsewhere."""
        attrs = node["attrs"]
        words = escape(attrs["alt"] or attrs["src"], quote=False)
        if not attrs["src"]:
            return (
                f'<figure class="missing">{words}{self.caption(node)}</figure>' if words or node.get("content") else ""
            )
        return f'<figure class="missing"><a href="{escape(attrs["src"])}">{words}</a>{self.caption(node)}</figure>'

    def _embed(self, node: Node) -> str:
        address = node["attrs"]["address"]
        embed = self.around.embeds.get(address)
        if embed is None:
            return f'<p><a href="{escape(address)}">{escape(address, quote=False)}</a></p>'
        return (
            f'<figure class="embed"><iframe src="{escape(embed.address)}" title="{escape(embed.title)}" loading="lazy" '
            'allow="fullscreen; picture-in-picture" allowfullscreen></iframe>'
            f'<figcaption><a href="{escape(address)}">{escape(embed.title, quote=False)}</a></figcaption></figure>'
        )

    def _table(self, node: Node) -> str:
        # What is wider than the page scrolls in a place of its own, which the keyboard reaches too.
        return f'<div class="table-wrap" tabindex="0">{super()._table(node)}</div>'

    def _tableHeader(self, node: Node) -> str:
        # The empty corner of a table is nobody's header.
        return super()._tableHeader(node) if _says_something(node) else self._tableCell(node)


def _says_something(node: Node) -> bool:
    is_word = bool(node.get("text", "").strip()) or node["type"] == "figure"
    return is_word or any(_says_something(child) for child in node.get("content", ()))


def coloured(code: str, language: str) -> str:
    """`code` as escaped HTML, its parts in spans with Pygments' classes behind `hl-`; plain when nobody knows how."""
    from pygments import highlight
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if not language or len(code) > _MOST_COLOURED:
        return escape(code, quote=False)
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(code, quote=False)
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True, classprefix="hl-")))


@lru_cache(maxsize=1)
def _code_classes() -> frozenset[str]:
    from pygments.token import STANDARD_TYPES

    return frozenset(f"hl-{name}" for name in STANDARD_TYPES.values() if name)


def _clean(html: str, around: Surroundings) -> str:
    players = {embed.address for embed in around.embeds.values()}

    def kept(tag: str, name: str, value: str) -> str | None:
        if tag == "iframe" and name == "src" and value not in players:
            return None
        if name == "id" and not value.startswith(("s-", "note-", "ref-", "notes")):
            return None
        return value

    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=kept,
        allowed_classes={**_CLASSES, "span": set(_code_classes())},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener ugc",
    )
