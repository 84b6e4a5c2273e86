"""What is in a document besides its HTML: its words, the pictures, links and videos it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from bouquet.sites.blogs.engine.schema import Document, Node, walk

_WORD: Final = re.compile(r"[^\W_]+(?:[’'\-.,][^\W_]+)*")


class PictureNamed(NamedTuple):
    """A picture in a document: our photo's key, or only where it lay."""

    photo: str | None
    src: str
    alt: str


def text_of(document: Document) -> str:
    """What `document` says, one block a line, notes and captions too: for search and for those who judge it."""
    return "\n".join(line for line in _lines(document, with_notes=True) if line)


def teaser_of(document: Document, *, length: int = 200) -> str:
    """Its beginning: running text only, at most `length` characters, cut between words."""
    said = [
        line
        for node in document["content"]
        if node["type"] in ("paragraph", "blockquote", "bulletList", "orderedList")
        for line in _lines(node, with_notes=False)
    ]
    text = " ".join(" ".join(said).split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.!?\u00a0\u202f") + "…"


def count_words(document: Document) -> int:
    """How many words a reader reads."""
    return len(_WORD.findall(text_of(document)))


def links_in(document: Document) -> list[str]:
    """The addresses `document` links to, each once, in order: what Webmention tells."""
    found: dict[str, None] = {}
    for node in walk(document):
        for mark in node.get("marks", ()):
            if mark["type"] == "link":
                found[mark["attrs"]["href"]] = None
        if node["type"] == "embed":
            found[node["attrs"]["address"]] = None
    return list(found)


def pictures_in(document: Document) -> list[PictureNamed]:
    """Every picture, in order."""
    return [
        PictureNamed(node["attrs"]["photo"], node["attrs"]["src"], node["attrs"]["alt"])
        for node in walk(document)
        if node["type"] == "figure"
    ]


def videos_in(document: Document) -> list[str]:
    """The addresses of the videos it shows, each once."""
    return list(dict.fromkeys(node["attrs"]["address"] for node in walk(document) if node["type"] == "embed"))


def with_links(document: Document, change: Callable[[str], str]) -> Document:
    """`document` with every address of a link changed: an importer leads old addresses of the same blog to new ones."""

    def changed(node: Node) -> Node:
        marks = [
            {**mark, "attrs": {"href": change(mark["attrs"]["href"])}} if mark["type"] == "link" else mark
            for mark in node.get("marks", ())
        ]
        return {**node, "marks": marks} if marks else node

    return _mapped(document, changed)


def with_photos(document: Document, photos: Mapping[str, str]) -> Document:
    """`document` with pictures that lay at an address in `photos` now shown from our photo with that key."""

    def changed(node: Node) -> Node:
        if node["type"] != "figure" or node["attrs"]["photo"] or node["attrs"]["src"] not in photos:
            return node
        return {**node, "attrs": {**node["attrs"], "photo": photos[node["attrs"]["src"]], "src": ""}}

    return _mapped(document, changed)


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    node = change(node)
    if "content" in node:
        return {**node, "content": [_mapped(child, change) for child in node["content"]]}
    return node


def _lines(node: Node, *, with_notes: bool) -> list[str]:
    """The words of each block below `node`, in order; those of its notes after it."""
    lines: list[str] = []
    said: list[str] = []
    notes: list[str] = []
    for child in node.get("content", ()):
        if child["type"] == "text":
            said.append(child["text"])
        elif child["type"] == "hardBreak":
            said.append(" ")
        elif child["type"] == "footnote":
            notes += _lines(child, with_notes=with_notes) if with_notes else []
        else:
            lines += _lines(child, with_notes=with_notes)
    if node["type"] == "figure" and node["attrs"]["alt"] and with_notes:
        notes.insert(0, node["attrs"]["alt"])
    return ["".join(said).strip(), *lines, *notes] if said or notes else lines
