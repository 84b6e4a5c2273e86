"""The document of a post: which JSON it may be. The same schema as the editor's (`static/blogs/js/schema.js`).

A document is ProseMirror's JSON: `{"type": "doc", "content": [...]}`; words are `text` nodes with marks. Nothing
reaches the database that `checked` has not put into its normal form, so whatever reads a document may rely on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

Document = dict[str, Any]
Node = dict[str, Any]

MOST_BYTES: Final = 4_000_000
MOST_DEPTH: Final = 24
MOST_NODES: Final = 40_000
MOST_TEXT: Final = 1_000_000
MOST_ADDRESS: Final = 2000
MOST_ALT: Final = 500
MOST_IN_GALLERY: Final = 48
MOST_COLUMNS: Final = 60
LEVELS: Final = (2, 3, 4)
SIZES: Final = ("normal", "small", "wide")

EMPTY: Final[Document] = {"type": "doc", "content": [{"type": "paragraph"}]}

# In the order in which they stand around words, outermost first.
MARKS: Final = ("link", "bold", "italic", "strike", "superscript", "subscript", "code")
_INLINE: Final = frozenset({"text", "hardBreak", "footnote"})
_BLOCK: Final = frozenset(
    {"paragraph", "heading", "blockquote", "bulletList", "orderedList", "codeBlock", "horizontalRule"}
    | {"figure", "gallery", "embed", "table"}
)
# What editors and browsers add that changes nothing of what is said: taken, and not kept.
_IGNORED: Final = frozenset({"target", "rel", "class", "title", "colwidth", "textAlign", "type", "tight", "align"})
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_LANGUAGE: Final = re.compile(r"[a-z0-9+#._-]{1,30}")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES: Final = re.compile(r"[ \t\n]+")
_UNSAFE_IN_ADDRESS: Final = re.compile('[\x00-\x20\x7f-\x9f"<>\\\\^`{|}\ud800-\udfff\u2028\u2029]')


class InvalidDocument(ValueError):
    """What was sent is no document of a post. `path` tells where (`content[3].marks[0]`), `reason` why, in English."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path or 'document'}: {reason}")
        self.path, self.reason = path, reason


def parsed(text: str | bytes) -> Document:
    """The document written in JSON as `text`, checked. Raises InvalidDocument."""
    if len(text) > MOST_BYTES:
        raise InvalidDocument("", f"it is longer than {MOST_BYTES} bytes")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidDocument("", "it is not JSON") from None
    return checked(value)


def checked(document: object) -> Document:
    """The normal form of `document`: what a page shows of it, each thing said in one way. Raises InvalidDocument.

    Words that stand side by side with the same marks are one; spaces that no page shows are gone, and so are empty
    paragraphs at the end. Checking again changes nothing.
    """
    node = _Check().node(document, "", 0, frozenset({"doc"}))
    content = node["content"]
    while len(content) > 1 and content[-1] == {"type": "paragraph"}:
        content.pop()
    return node


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything in it, in the order of reading."""
    yield node
    for child in node.get("content", ()):
        yield from walk(child)


def is_address(text: str) -> bool:
    """Whether `text` may be where a link leads: the web, mail, a telephone, or a place on the same host."""
    if not 0 < len(text) <= MOST_ADDRESS or _UNSAFE_IN_ADDRESS.search(text):
        return False
    if text.startswith(("/", "#", "?")):
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and bool(parts.netloc if parts.scheme.lower()[:4] == "http" else parts.path)


def is_picture(text: str) -> bool:
    """Whether `text` may be where a picture lies: the web, or a path on the same host."""
    return is_address(text) and (text.startswith("/") or text[:4].lower() == "http")


@dataclass(frozen=True)
class _Sort:
    """What one sort of node holds. `first`: what the first child must be."""

    children: frozenset[str] = frozenset()
    least: int = 0
    most: int = MOST_NODES
    first: str = ""
    attrs: dict[str, Callable[[Any], Any]] = field(default_factory=dict)

    @property
    def is_line(self) -> bool:
        """A line of words, whose spaces are folded."""
        return "hardBreak" in self.children or self.children == {"text"}


def _number(least: int, most: int, otherwise: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if value is None:
            return otherwise
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least} to {most} is needed")
        return value

    return check


def _text(most: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value or "", str):
            raise ValueError("a text is needed")
        return _SPACES.sub(" ", _CONTROL.sub("", value or "")).strip(" ")[:most].strip(" ")

    return check


def _language(value: Any) -> str:
    if not isinstance(value or "", str) or (value and not _LANGUAGE.fullmatch(value.lower())):
        raise ValueError("this is no name of a programming language")
    return (value or "").lower()


def _size(value: Any) -> str:
    if (value or "normal") not in SIZES:
        raise ValueError(f"one of {', '.join(SIZES)} is needed")
    return value or "normal"


def _photo(value: Any) -> str | None:
    if not value:
        return None
    try:
        return str(UUID(value))
    except (ValueError, TypeError, AttributeError):
        raise ValueError("this is no key of a photo") from None


def _address(accepts: Callable[[str], bool], *, is_needed: bool = True) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not value and not is_needed:
            return ""
        if not isinstance(value, str) or not accepts(value.strip()):
            raise ValueError("this address cannot be used")
        return value.strip()

    return check


_FIGURE: Final = {
    "photo": _photo,
    "src": _address(is_picture, is_needed=False),
    "alt": _text(MOST_ALT),
    "size": _size,
}
_CELL: Final = {"colspan": _number(1, MOST_COLUMNS, 1), "rowspan": _number(1, 1000, 1)}
_SORTS: Final[dict[str, _Sort]] = {
    "doc": _Sort(_BLOCK, least=1),
    "paragraph": _Sort(_INLINE),
    "heading": _Sort(_INLINE, attrs={"level": _number(LEVELS[0], LEVELS[-1], LEVELS[0])}),
    "blockquote": _Sort(_BLOCK, least=1),
    "bulletList": _Sort(frozenset({"listItem"}), least=1),
    "orderedList": _Sort(frozenset({"listItem"}), least=1, attrs={"start": _number(0, 999_999, 1)}),
    "listItem": _Sort(_BLOCK, least=1, first="paragraph"),
    "codeBlock": _Sort(frozenset({"text"}), attrs={"language": _language}),
    "horizontalRule": _Sort(),
    "figure": _Sort(_INLINE, attrs=_FIGURE),
    "gallery": _Sort(frozenset({"figure"}), least=1, most=MOST_IN_GALLERY),
    "embed": _Sort(attrs={"address": _address(lambda text: is_address(text) and text[:4].lower() == "http")}),
    "table": _Sort(frozenset({"tableRow"}), least=1, most=1000),
    "tableRow": _Sort(frozenset({"tableCell", "tableHeader"}), least=1, most=MOST_COLUMNS),
    "tableCell": _Sort(_BLOCK, least=1, attrs=_CELL),
    "tableHeader": _Sort(_BLOCK, least=1, attrs=_CELL),
    "footnote": _Sort(frozenset({"text"})),
    "hardBreak": _Sort(),
}


class _Check:
    """One document being checked: how much of it there was so far."""

    def __init__(self) -> None:
        self.nodes = self.letters = 0

    def node(self, value: object, path: str, depth: int, allowed: frozenset[str]) -> Node:
        if not isinstance(value, dict):
            raise InvalidDocument(path, "an object is needed")
        name = value.get("type")
        if name not in allowed:
            known = name in _SORTS or name == "text"
            raise InvalidDocument(path, f"{name!r} cannot stand here" if known else f"there is no node {name!r}")
        if strange := set(value) - {"type", "content", "attrs", "marks", "text"}:
            raise InvalidDocument(path, f"nodes have no {min(strange, key=str)!r}")
        self.nodes += 1
        if depth > MOST_DEPTH or self.nodes > MOST_NODES:
            raise InvalidDocument(path, "it is nested too deeply" if depth > MOST_DEPTH else "it has too many parts")
        marks = self.marks(value.get("marks"), path)
        if name == "text":
            return self.words(value, marks, path)
        if "text" in value:
            raise InvalidDocument(path, f"{name!r} has no text of its own")
        sort = _SORTS[name]
        node: Node = {"type": name}
        if attrs := self.attrs(value.get("attrs"), sort.attrs, f"{path}.attrs".lstrip(".")):
            # Where our own photo lies changes with who may see it: only its key is kept.
            node["attrs"] = {**attrs, "src": ""} if attrs.get("photo") else attrs
        if content := self.content(value.get("content"), sort, name, path, depth):
            node["content"] = content
        return node

    def content(self, value: object, sort: _Sort, name: str, path: str, depth: int) -> list[Node]:
        if not isinstance(value or [], list):
            raise InvalidDocument(f"{path}.content".lstrip("."), "a list is needed")
        given: list[Any] = list(value or [])  # type: ignore[call-overload]
        children = [
            self.node(child, f"{path}.content[{place}]".lstrip("."), depth + 1, sort.children)
            for place, child in enumerate(given)
        ]
        if sort.first and (not children or children[0]["type"] != sort.first):
            raise InvalidDocument(path, f"{name!r} begins with a {sort.first}")
        if not sort.least <= len(children) <= sort.most:
            raise InvalidDocument(path, f"{name!r} holds {len(children)} parts: {sort.least} to {sort.most} can be")
        if name == "codeBlock":
            code = "".join(child["text"] for child in children)
            return [{"type": "text", "text": code}] if code else []
        return folded(children) if sort.is_line else children

    def words(self, value: Node, marks: list[Node], path: str) -> Node:
        text = value.get("text")
        if not isinstance(text, str) or value.get("content") or value.get("attrs"):
            raise InvalidDocument(path, "a text is needed")
        self.letters += len(text)
        if self.letters > MOST_TEXT:
            raise InvalidDocument(path, f"it is longer than {MOST_TEXT} characters")
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        return {"type": "text", "text": text, **({"marks": marks} if marks else {})}

    def marks(self, value: object, path: str) -> list[Node]:
        if not isinstance(value or [], list):
            raise InvalidDocument(f"{path}.marks", "a list is needed")
        given: list[Any] = list(value or [])  # type: ignore[call-overload]
        found: dict[str, Node] = {}
        for place, mark in enumerate(given):
            here = f"{path}.marks[{place}]"
            if not isinstance(mark, dict) or mark.get("type") not in MARKS:
                raise InvalidDocument(
                    here, f"there is no mark {mark.get('type') if isinstance(mark, dict) else mark!r}"
                )
            sort = {"href": _address(is_address)} if mark["type"] == "link" else {}
            attrs = self.attrs(mark.get("attrs"), sort, here)
            found[mark["type"]] = {"type": mark["type"], **({"attrs": attrs} if attrs else {})}
        return [found[name] for name in MARKS if name in found]

    def attrs(self, value: object, known: dict[str, Callable[[Any], Any]], path: str) -> dict[str, Any]:
        if not isinstance(value or {}, dict):
            raise InvalidDocument(path, "an object is needed")
        given: dict[str, Any] = dict(value or {})  # type: ignore[call-overload]
        for name, attr in given.items():
            if name not in known and name not in _IGNORED and attr is not None:
                raise InvalidDocument(path, f"there is no attribute {name!r} here")
        kept = {}
        for name, check in known.items():
            try:
                kept[name] = check(given.get(name))
            except ValueError as wrong:
                raise InvalidDocument(f"{path}.{name}", str(wrong)) from None
        return kept


def folded(line: list[Node]) -> list[Node]:
    """A line of words as a page shows it: no space at its ends nor two in a row, the same marks said once."""
    kept: list[Node] = []
    for node in line:
        if node["type"] != "text":
            if node["type"] == "hardBreak" or node.get("content"):
                _trim(kept, node["type"] == "hardBreak")
                kept.append(node)
            continue
        text = _SPACES.sub(" ", node["text"])
        before = kept[-1] if kept else None
        if text.startswith(" ") and (
            before is None or before["type"] == "hardBreak" or (before["type"] == "text" and before["text"][-1] == " ")
        ):
            text = text[1:]
        if not text:
            continue
        if before is not None and before["type"] == "text" and before.get("marks") == node.get("marks"):
            kept[-1] = {**before, "text": before["text"] + text}
        else:
            kept.append({**node, "text": text})
    _trim(kept, True)
    return kept


def _trim(line: list[Node], ends: bool) -> None:
    """Take the space off the end of `line`, where it ends."""
    if ends and line and line[-1]["type"] == "text" and line[-1]["text"].endswith(" "):
        text = line[-1]["text"][:-1]
        line[-1:] = [{**line[-1], "text": text}] if text else []
        _trim(line, ends)
