"""The document that a piece of HTML says: of the source view, of Markdown once it is HTML, of other people's blogs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bouquet.sites.blogs.engine.schema import (
    EMPTY,
    LEVELS,
    MOST_ADDRESS,
    MOST_COLUMNS,
    MOST_DEPTH,
    MOST_IN_GALLERY,
    Document,
    Node,
    checked,
    folded,
    is_address,
    is_picture,
)

_MARKS: Final = {
    **dict.fromkeys(["b", "strong"], "bold"),
    **dict.fromkeys(["i", "em", "cite", "dfn", "var"], "italic"),
    **dict.fromkeys(["s", "strike", "del"], "strike"),
    **dict.fromkeys(["code", "kbd", "samp", "tt"], "code"),
    **{"sup": "superscript", "sub": "subscript"},
}
# Taken for what they hold; what they add of their own is lost.
_UNWRAPPED: Final = {"u": "underline", "ins": "underline", "mark": "highlight", "font": "font", "big": "font"}
_UNWRAPPED_BLOCKS: Final = {"details": "details", "fieldset": "form", "form": "form", "dl": "definitions"}
_BLOCKS: Final = frozenset(
    {"div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "hgroup", "summary", "legend"}
    | {"dt", "dd", "center", "figcaption", "caption", "body", "noscript", "picture"}
    | set(_UNWRAPPED_BLOCKS)
)
_GONE: Final = frozenset(
    {"script", "style", "template", "object", "svg", "math", "canvas", "map", "applet", "embed", "frameset"}
    | {"button", "input", "select", "textarea", "meter", "progress", "dialog"}
)
_SILENT: Final = frozenset({"head", "title", "meta", "link", "base", "wbr", "source", "track", "param", "area", "col"})
_GALLERIES: Final = frozenset({"gallery", "wp-block-gallery", "kg-gallery-card", "blocks-gallery-grid"})
_WIDE: Final = frozenset({"size-wide", "alignwide", "alignfull", "kg-width-wide", "kg-width-full"})
# How Markdown names one of our photos: `![alt](photo:0190…)`.
PHOTO_SCHEME: Final = "photo:"
_DEEPEST_ELEMENT: Final = 150
_REFERENCE: Final = re.compile(r"\W*(?:\d{1,3}|[*†‡§a-z])\W*")


def document_of_html(
    html: str, *, base: str = "", embeds: Callable[[str], str] = lambda address: ""
) -> tuple[Document, Counter[str]]:
    """What `html` says as a document, and what of it cannot be kept: how often, by a word such as `iframe`, `form`,
    `underline`, `picture` (its file has no usable address), `address` (of a link), `nesting`.

    Relative addresses are resolved against `base`. `embeds` tells for the address of a frame the page of the network
    that it shows, or nothing; other frames become links. Raises InvalidDocument only when there is too much of it.
    """
    reader = _Reader(html, base, embeds)
    content = reader.content()
    return checked({**EMPTY, "content": content} if content else EMPTY), reader.losses


class _Flow:
    """What has been read of one container: blocks that are whole, and the line of words that is being read."""

    def __init__(self) -> None:
        self.blocks: list[Node] = []
        self.line: list[Node] = []

    def end_line(self) -> None:
        """A paragraph nobody wrote around its words; line breaks alone are none."""
        content = folded(self.line)
        self.line = []
        if any(node["type"] != "hardBreak" for node in content):
            self.blocks.append({"type": "paragraph", "content": content})


class _Reader:
    def __init__(self, html: str, base: str, embeds: Callable[[str], str]) -> None:
        self.tree = LexborHTMLParser(html)
        self.base, self.embeds = base, embeds
        self.losses: Counter[str] = Counter()
        named = {str(link.attributes.get("href"))[1:] for link in self.tree.css("a[href^='#']")}
        self.notes = {str(found.id): found for found in self.tree.css("li[id], p[id], div[id]") if found.id in named}
        self.told: set[int] = set()

    def content(self) -> list[Node]:
        return self.blocks(self.tree.body, [], 1, 0) if self.tree.body else []

    def blocks(self, parent: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        flow = _Flow()
        self.read(flow, parent, marks, depth, level)
        flow.end_line()
        return flow.blocks

    def read(self, flow: _Flow, parent: LexborNode, marks: list[Node], depth: int, level: int) -> None:
        """Read what is in `parent` into `flow`. `depth` is that of the blocks there, `level` that of elements."""
        if level > _DEEPEST_ELEMENT:
            self.losses["nesting"] += 1
            flow.line.append(_words(parent.text(deep=True), marks))
            return
        for child in parent.iter(include_text=True):
            if child.is_text_node:
                flow.line.append(_words(child.text_content or "", marks))
            elif child.is_element_node and child.mem_id not in self.told:
                self.element(flow, child, str(child.tag), marks, depth, level + 1)

    def element(self, flow: _Flow, node: LexborNode, tag: str, marks: list[Node], depth: int, level: int) -> None:
        if tag in _SILENT:
            return
        if tag in _GONE:
            self.losses[tag] += 1
        elif tag == "br":
            flow.line.append({"type": "hardBreak"})
        elif tag == "small" and "footnote" in _classes(node):
            flow.line.append(self.footnote(node, level))
        elif (note := self.note_of(node, tag)) is not None:
            # Its own words are told here, and the way back is of no use.
            self.told.update([note.mem_id, *(back.mem_id for back in note.css("a[href^='#']"))])
            flow.line.append(self.footnote(note, level))
        elif tag == "a":
            self.read(flow, node, self.linked(node, marks), depth, level)
        elif tag in _MARKS:
            self.read(flow, node, [*marks, {"type": _MARKS[tag]}], depth, level)
        elif tag in ("img", "iframe", "audio", "video"):
            flow.end_line()
            flow.blocks.extend(self.medium(node, tag))
        elif tag in _BLOCK_READERS or tag in _BLOCKS:
            flow.end_line()
            self.losses.update([_UNWRAPPED_BLOCKS[tag]] if tag in _UNWRAPPED_BLOCKS else [])
            if depth > MOST_DEPTH - 4 and tag in _CONTAINERS:
                self.losses["nesting"] += 1
                self.read(flow, node, marks, depth, level)
            elif _GALLERIES & _classes(node):
                flow.blocks.extend(self.gallery(node, marks, depth, level))
            elif tag in _BLOCK_READERS:
                flow.blocks.extend(_BLOCK_READERS[tag](self, node, marks, depth, level))
            else:
                self.read(flow, node, marks, depth, level)
            flow.end_line()
        else:
            self.losses.update([_UNWRAPPED[tag]] if tag in _UNWRAPPED else [])
            self.read(flow, node, marks, depth, level)

    def paragraph(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        flow = _Flow()
        self.read(flow, node, marks, depth, level)
        if flow.blocks or any(found["type"] != "hardBreak" for found in folded(flow.line)):
            flow.end_line()
            return flow.blocks
        return [_with_content({"type": "paragraph"}, folded(flow.line))]

    def heading(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        line, others = self.line(node, marks, depth, level)
        steps = min(max(int(str(node.tag)[1]), LEVELS[0]), LEVELS[-1])
        heading = _with_content({"type": "heading", "attrs": {"level": steps}}, line)
        return [heading, *others] if line or not others else others

    def quote(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        return [
            {"type": "blockquote", "content": self.blocks(node, marks, depth + 1, level) or [{"type": "paragraph"}]}
        ]

    def items(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        items = []
        for child in _elements(node):
            if child.mem_id in self.told:
                continue
            content = self.blocks(child, marks, depth + 2, level + 1)
            if child.tag != "li" and not content:
                continue
            if not content or content[0]["type"] != "paragraph":
                content = [{"type": "paragraph"}, *content]
            items.append({"type": "listItem", "content": content})
        if not items:
            return []
        if node.tag != "ol":
            return [{"type": "bulletList", "content": items}]
        start = _number(node.attributes.get("start"), 0, 999_999)
        return [{"type": "orderedList", "attrs": {"start": start}, "content": items}]

    def lone_item(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        return self.blocks(node, marks, depth, level)

    def code(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        named = " ".join([*_classes(node), *(name for code in node.css("code") for name in _classes(code))])
        found = re.search(r"(?:^|\s)(?:language|lang)-([A-Za-z0-9+#._-]{1,30})(?:\s|$)", named)
        for line_break in node.css("br"):
            line_break.replace_with("\n")
        text = node.text(deep=True)
        block: Node = {"type": "codeBlock", "attrs": {"language": found[1].lower() if found else ""}}
        return [_with_content(block, [{"type": "text", "text": text}] if text else [])]

    def rule(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        is_of_notes = node.parent is not None and "footnotes" in _classes(node.parent)
        return [] if is_of_notes else [{"type": "horizontalRule"}]

    def figure(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        classes = _classes(node)
        if "embed" in classes and (link := node.css_first("a[href]")) is not None:
            address = str(link.attributes.get("href") or "").strip()
            if address[:4].lower() == "http" and is_address(address):
                return [{"type": "embed", "attrs": {"address": address}}]
        if len(node.css("img")) > 1 and not node.css("table"):
            return self.gallery(node, marks, depth, level)
        captions = list(node.css("figcaption"))
        for caption in captions:
            self.told.add(caption.mem_id)
        content = self.blocks(node, marks, depth, level)
        for caption in captions:
            self.told.discard(caption.mem_id)
            line, others = self.line(caption, marks, depth + 1, level)
            figure = next((block for block in content if block["type"] == "figure"), None)
            if figure is not None and "content" not in figure:
                content[content.index(figure)] = _with_content(figure, line)
            elif line:
                content.append({"type": "paragraph", "content": line})
            content.extend(others)
            self.told.add(caption.mem_id)
        for block in content:
            if block["type"] == "figure":
                block["attrs"]["size"] = "wide" if _WIDE & classes else "small" if "size-small" in classes else "normal"
        return content

    def gallery(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        flow = _Flow()
        self.read(flow, node, marks, depth + 1, level)
        flow.end_line()
        content = [inner for block in flow.blocks for inner in _opened(block, "gallery")]
        figures = [block for block in content if block["type"] == "figure"]
        rows = [figures[at : at + MOST_IN_GALLERY] for at in range(0, len(figures), MOST_IN_GALLERY)]
        return [
            *({"type": "gallery", "content": row} for row in rows),
            *(block for block in content if block["type"] != "figure"),
        ]

    def table(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> list[Node]:
        rows, around = [], []
        for row in _rows(node):
            cells = []
            for cell in list(_elements(row))[:MOST_COLUMNS]:
                spans = {name: _number(cell.attributes.get(name), 1, MOST_COLUMNS) for name in ("colspan", "rowspan")}
                cells.append(
                    {
                        "type": "tableHeader" if cell.tag == "th" else "tableCell",
                        "attrs": spans,
                        "content": self.blocks(cell, marks, depth + 3, level + 3) or [{"type": "paragraph"}],
                    }
                )
            rows.extend([{"type": "tableRow", "content": cells}] if cells else [])
        for caption in node.css("caption"):
            around += self.blocks(caption, marks, depth, level + 1) if caption.parent == node else []
        return [*around, *([{"type": "table", "content": rows[:1000]}] if rows else [])]

    def medium(self, node: LexborNode, tag: str) -> list[Node]:
        source = node.css_first("source[src]") if tag in ("audio", "video") else None
        found = node.attributes.get("src") or (source.attributes.get("src") if source is not None else "") or ""
        address = self.absolute(found)
        if tag == "img":
            photo = _key(node.attributes.get("data-photo") or found.removeprefix(PHOTO_SCHEME))
            if not is_picture(address) and not photo:
                self.losses["picture"] += 1
                return []
            src = "" if photo else address
            alt = node.attributes.get("alt") or ""
            return [{"type": "figure", "attrs": {"photo": photo, "src": src, "alt": alt, "size": "normal"}}]
        if tag == "iframe" and (page := self.embeds(address)):
            return [{"type": "embed", "attrs": {"address": page}}]
        self.losses[tag] += 1
        if not is_picture(address):
            return []
        return [{"type": "paragraph", "content": [_words(address, [_link(address)])]}]

    def line(self, node: LexborNode, marks: list[Node], depth: int, level: int) -> tuple[list[Node], list[Node]]:
        """What `node` says on one line, and the blocks in it that no line can hold."""
        flow = _Flow()
        self.read(flow, node, marks, depth, level)
        line: list[Node] = []
        others = []
        for block in flow.blocks:
            if block["type"] == "paragraph":
                line += [*block.get("content", []), {"type": "hardBreak"}]
            else:
                others.append(block)
        rest = folded(flow.line)
        return (folded([*line, *rest]) if rest else line[:-1]), others

    def footnote(self, node: LexborNode, level: int) -> Node:
        content, _others = self.line(node, [], MOST_DEPTH, level)
        words = [part if part["type"] == "text" else _words(" ", []) for part in content]
        return {"type": "footnote", "content": folded([part for part in words if part["type"] == "text"])}

    def note_of(self, node: LexborNode, tag: str) -> LexborNode | None:
        """What a reference such as `<sup><a href="#fn1">1</a></sup>` refers to."""
        link = node.css_first("a[href^='#']") if tag == "sup" else node if tag == "a" else None
        href = str(link.attributes.get("href") or "") if link is not None else ""
        note = self.notes.get(href[1:]) if href.startswith("#") else None
        if note is None or note.mem_id in self.told or not _REFERENCE.fullmatch(node.text(deep=True).strip()):
            return None
        return note

    def linked(self, node: LexborNode, marks: list[Node]) -> list[Node]:
        href = node.attributes.get("href")
        if href is None or any(mark["type"] == "link" for mark in marks):
            return marks
        address = self.absolute(href)
        if not is_address(address):
            self.losses["address"] += 1
            return marks
        return [*marks, _link(address)]

    def absolute(self, address: str) -> str:
        address = re.sub(r"[\t\n\r]", "", address.strip())[: MOST_ADDRESS + 1]
        if address.startswith("//"):
            address = f"https:{address}"
        try:
            address = urljoin(self.base, address) if self.base and not address.startswith("#") else address
        except ValueError:
            return ""
        return re.sub('[ "<>\\\\^`{|}]', lambda found: f"%{ord(found[0]):02X}", address)


_BLOCK_READERS: Final[dict[str, Callable[[_Reader, LexborNode, list[Node], int, int], list[Node]]]] = {
    "p": _Reader.paragraph,
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], _Reader.heading),
    "blockquote": _Reader.quote,
    **{"ul": _Reader.items, "ol": _Reader.items, "menu": _Reader.items, "dir": _Reader.items, "li": _Reader.lone_item},
    **{"pre": _Reader.code, "listing": _Reader.code, "xmp": _Reader.code},
    **{"hr": _Reader.rule, "figure": _Reader.figure, "table": _Reader.table},
}
_CONTAINERS: Final = frozenset({"blockquote", "ul", "ol", "menu", "dir", "table", "figure"})


def _words(text: str, marks: list[Node]) -> Node:
    return {"type": "text", "text": text, **({"marks": marks} if marks else {})}


def _link(address: str) -> Node:
    return {"type": "link", "attrs": {"href": address}}


def _with_content(node: Node, content: list[Node]) -> Node:
    return {**node, "content": content} if content else node


def _opened(block: Node, name: str) -> list[Node]:
    found: list[Node] = block["content"] if block["type"] == name else [block]
    return found


def _classes(node: LexborNode) -> frozenset[str]:
    return frozenset((node.attributes.get("class") or "").split())


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (child for child in node.iter() if child.is_element_node and child.tag not in _SILENT)


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for part in _elements(table):
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in _elements(part) if row.tag == "tr")


def _number(value: Any, least: int, most: int) -> int:
    text = str(value or "").strip()
    return min(max(int(text), least), most) if re.fullmatch(r"\d{1,6}", text) else 1


def _key(value: str | None) -> str | None:
    return value if value and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value) else None
