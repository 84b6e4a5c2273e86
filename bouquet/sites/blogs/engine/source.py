"""The source of a document: HTML that says everything it says and nothing else, and reads back as the same document."""

from __future__ import annotations

from html import escape
from typing import Final

from bouquet.sites.blogs.engine.schema import Document, Node

_MARKS: Final = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
}


def source_html(document: Document) -> str:
    """The HTML that `document_of_html` reads as the same document again. Not for pages: nothing in it was sanitised."""
    return "\n".join(SourceHtml().block(node) for node in document["content"])


class SourceHtml:
    """Everything a document says, and nothing else."""

    def block(self, node: Node) -> str:
        draw: str = getattr(self, f"_{node['type']}")(node)
        return draw

    def blocks(self, node: Node, between: str = "") -> str:
        return between.join(self.block(child) for child in node.get("content", ()))

    def line(self, node: Node) -> str:
        """The words in `node`: marks that go on from one text to the next are opened once."""
        drawn: list[str] = []
        opened: list[Node] = []
        for child in node.get("content", ()):
            marks = child.get("marks", [])
            same = 0
            while same < min(len(marks), len(opened)) and marks[same] == opened[same]:
                same += 1
            drawn += [_closing(mark) for mark in reversed(opened[same:])]
            drawn += [self.opening(mark) for mark in marks[same:]]
            opened = marks
            drawn.append(escape(child["text"], quote=False) if child["type"] == "text" else self.block(child))
        return "".join(drawn) + "".join(_closing(mark) for mark in reversed(opened))

    def opening(self, mark: Node) -> str:
        if mark["type"] == "link":
            return f'<a href="{escape(mark["attrs"]["href"])}">'
        return f"<{_MARKS[mark['type']]}>"

    def lean(self, node: Node) -> str:
        """What an item or a cell holds, without a paragraph around its only words."""
        children = node["content"]
        rest = children[1:]
        words = children[0].get("content", [])
        is_plain = children[0]["type"] == "paragraph" and (
            any(word["type"] != "hardBreak" for word in words) if words else not rest
        )
        if is_plain and all(child["type"] in ("bulletList", "orderedList") for child in rest):
            return self.line(children[0]) + "".join(self.block(child) for child in rest)
        return self.blocks(node)

    def _paragraph(self, node: Node) -> str:
        return f"<p>{self.line(node)}</p>"

    def _heading(self, node: Node) -> str:
        level = node["attrs"]["level"]
        return f"<h{level}>{self.line(node)}</h{level}>"

    def _blockquote(self, node: Node) -> str:
        return f"<blockquote>{self.blocks(node)}</blockquote>"

    def _bulletList(self, node: Node) -> str:
        return f"<ul>{self.blocks(node)}</ul>"

    def _orderedList(self, node: Node) -> str:
        start = node["attrs"]["start"]
        opening = "<ol>" if start == 1 else f'<ol start="{start}">'
        return f"{opening}{self.blocks(node)}</ol>"

    def _listItem(self, node: Node) -> str:
        return f"<li>{self.lean(node)}</li>"

    def _codeBlock(self, node: Node) -> str:
        language = node["attrs"]["language"]
        text = "".join(escape(child["text"], quote=False) for child in node.get("content", ()))
        opening = f'<code class="language-{language}">' if language else "<code>"
        return f"<pre>{opening}{text}</code></pre>"

    def _horizontalRule(self, node: Node) -> str:
        return "<hr>"

    def _hardBreak(self, node: Node) -> str:
        return "<br>"

    def _footnote(self, node: Node) -> str:
        return f'<small class="footnote">{self.line(node)}</small>'

    def _figure(self, node: Node) -> str:
        attrs = node["attrs"]
        image = "".join([
            "<img",
            f' src="{escape(attrs["src"])}"' if attrs["src"] else "",
            f' data-photo="{attrs["photo"]}"' if attrs["photo"] else "",
            f' alt="{escape(attrs["alt"])}">',
        ])  # fmt: skip
        return f"<figure{sized(attrs['size'])}>{image}{self.caption(node)}</figure>"

    def caption(self, node: Node) -> str:
        return f"<figcaption>{self.line(node)}</figcaption>" if node.get("content") else ""

    def _gallery(self, node: Node) -> str:
        return f'<div class="gallery">{self.blocks(node)}</div>'

    def _embed(self, node: Node) -> str:
        address = escape(node["attrs"]["address"])
        return f'<figure class="embed"><a href="{address}">{address}</a></figure>'

    def _table(self, node: Node) -> str:
        return f"<table><tbody>{self.blocks(node)}</tbody></table>"

    def _tableRow(self, node: Node) -> str:
        return f"<tr>{self.blocks(node)}</tr>"

    def _tableCell(self, node: Node, tag: str = "td") -> str:
        spans = "".join(f' {name}="{value}"' for name, value in node["attrs"].items() if value != 1)
        return f"<{tag}{spans}>{self.lean(node)}</{tag}>"

    def _tableHeader(self, node: Node) -> str:
        return self._tableCell(node, "th")


def _closing(mark: Node) -> str:
    return "</a>" if mark["type"] == "link" else f"</{_MARKS[mark['type']]}>"


def sized(size: str) -> str:
    """The class of a figure of this size."""
    return "" if size == "normal" else f' class="size-{size}"'
