"""A document as Markdown, and back: CommonMark with tables, ~~struck~~ words and [^notes], where HTML may stand too."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bouquet.sites.blogs.engine.document import PHOTO_SCHEME, document_of_html
from bouquet.sites.blogs.engine.schema import Document, InvalidDocument, Node
from bouquet.sites.blogs.engine.source import SourceHtml

_AROUND: Final = {"bold": ("**", "**"), "italic": ("*", "*"), "strike": ("~~", "~~")}
_AROUND_HTML: Final = {"superscript": ("<sup>", "</sup>"), "subscript": ("<sub>", "</sub>")}
_SPECIAL: Final = re.compile(r"([\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?\w+;)|!(?=\[))")
_AT_START: Final = re.compile(r"^(\s*)([#>]|[-+=](?=\s|$|[-+=])|\d{1,9}(?=[.)](?:\s|$)))")
_DEFINITION: Final = re.compile(r"\[\^([^\]\s]{1,60})\]:[ \t]*(.*)")
_NOTE: Final = re.compile(r"\[\^([^\]\s]{1,60})\]")


def document_of_markdown(markdown: str) -> tuple[Document, Counter[str]]:
    """What `markdown` says as a document, and what cannot be kept: see `document_of_html`."""
    notes: dict[str, str] = {}
    env: dict[str, Any] = {"notes": notes, "told": set()}
    html = _ENGINE.render(markdown, env)
    # A note nobody refers to is still something somebody wrote.
    alone = [f"<p>{_ENGINE.renderInline(text, {})}</p>" for label, text in notes.items() if label not in env["told"]]
    return document_of_html("\n".join([html, *alone]))


def markdown_of(document: Document) -> str:
    """Markdown that reads back as the same document. What Markdown has no sign for stands in it as HTML."""
    writer = _Writer()
    written: list[str] = []
    before = ""
    for node in document["content"]:
        # Two lists in a row would be one.
        is_risky = node["type"] == before and node["type"].endswith("List")
        written.append(_as_html(node) if is_risky else writer.top(node))
        before = node["type"]
    markdown = "\n\n".join([*written, *writer.definitions()]) + "\n"
    return markdown if _says(markdown, document["content"]) else source_in_markdown(document)


def source_in_markdown(document: Document) -> str:
    """All of `document` as HTML that Markdown leaves alone."""
    return "\n\n".join(_as_html(node) for node in document["content"]) + "\n"


class _Writer:
    def __init__(self) -> None:
        self.notes: list[str] = []

    def definitions(self, first: int = 1) -> list[str]:
        """The notes from number `first` on."""
        return [f"[^{number}]: {note}" for number, note in enumerate(self.notes, 1) if number >= first]

    def top(self, node: Node) -> str:
        """One block, in Markdown where that says the same."""
        had = len(self.notes)
        text = self.block(node)
        if _says("\n\n".join([text, *self.definitions(had + 1)]), [node]):
            return text
        del self.notes[had:]
        return _as_html(node)

    def block(self, node: Node) -> str:
        content = node.get("content", [])
        match node["type"]:
            case "paragraph":
                return self.line(content)
            case "heading":
                return f"{'#' * node['attrs']['level']} {self.line(content)}"
            case "blockquote":
                return _prefixed(self.blocks(content), "> ", "> ")
            case "bulletList":
                return "\n".join(self.item(item, "- ") for item in content)
            case "orderedList":
                start = node["attrs"]["start"]
                return "\n".join(self.item(item, f"{number}. ") for number, item in enumerate(content, start))
            case "codeBlock":
                code = "".join(child["text"] for child in content)
                fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
                return f"{fence}{node['attrs']['language']}\n{code}\n{fence}"
            case "horizontalRule":
                return "---"
            case "figure" if node["attrs"]["size"] == "normal":
                return self.figure(node)
            case "table" if _is_plain(node):
                return self.table(node)
            case _:
                return _as_html(node)

    def blocks(self, content: list[Node]) -> str:
        return "\n\n".join(self.block(node) for node in content)

    def item(self, node: Node, sign: str) -> str:
        parts = node["content"]
        is_tight = all(part["type"].endswith("List") for part in parts[1:])
        text = "\n".join(self.block(part) for part in parts) if is_tight else self.blocks(parts)
        return _prefixed(text, sign, " " * len(sign))

    def figure(self, node: Node) -> str:
        attrs = node["attrs"]
        caption = "".join(child.get("text", "\n") for child in node.get("content", ()))
        title = f' "{_escaped(caption).replace(chr(34), chr(92) + chr(34))}"' if caption else ""
        src = f"{PHOTO_SCHEME}{attrs['photo']}" if attrs["photo"] else attrs["src"]
        return f"![{_escaped(attrs['alt'])}](<{src}>{title})" if re.search(r"[()]", src) else (
            f"![{_escaped(attrs['alt'])}]({src}{title})"
        )  # fmt: skip

    def table(self, node: Node) -> str:
        rows = [
            [self.line(cell["content"][0].get("content", [])).replace("|", "\\|") for cell in row["content"]]
            for row in node["content"]
        ]
        drawn = [f"| {' | '.join(cells)} |" for cells in rows]
        return "\n".join([drawn[0], f"|{' --- |' * len(rows[0])}", *drawn[1:]])

    def line(self, content: list[Node]) -> str:
        drawn: list[str] = []
        opened: list[Node] = []
        for node in content:
            marks = [mark for mark in node.get("marks", []) if mark["type"] != "code"]
            same = 0
            while same < min(len(marks), len(opened)) and marks[same] == opened[same]:
                same += 1
            drawn += [_sign(mark, 1) for mark in reversed(opened[same:])] + [_sign(mark, 0) for mark in marks[same:]]
            opened = marks
            drawn.append(self.word(node))
        text = "".join(drawn) + "".join(_sign(mark, 1) for mark in reversed(opened))
        return "\n".join(_AT_START.sub(_guarded, line) for line in text.split("\n"))

    def word(self, node: Node) -> str:
        if node["type"] == "hardBreak":
            return "\\\n"
        if node["type"] == "footnote":
            number = len(self.notes) + 1
            self.notes.append("")
            self.notes[-1] = self.line(node["content"])
            return f"[^{number}]"
        if any(mark["type"] == "code" for mark in node.get("marks", ())):
            runs = re.findall("`+", node["text"])
            fence = "`" * (1 + max((len(run) for run in runs), default=0))
            space = " " if node["text"][0] in "` " or node["text"][-1] in "` " else ""
            return f"{fence}{space}{node['text']}{space}{fence}"
        return _escaped(node["text"])


def _says(markdown: str, content: list[Node]) -> bool:
    try:
        document, losses = document_of_markdown(markdown)
    except InvalidDocument:
        return False
    return bool(document["content"] == content) and not losses


def _as_html(node: Node) -> str:
    """On one line: an HTML block ends at an empty one."""
    return SourceHtml().block(node).replace("\n", "&#10;")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _guarded(found: re.Match[str]) -> str:
    if found[2].isdigit():
        return f"{found[1]}{found[2]}\\"
    return f"{found[1]}\\{found[2]}"


def _sign(mark: Node, end: int) -> str:
    if mark["type"] != "link":
        return (_AROUND | _AROUND_HTML)[mark["type"]][end]
    href = mark["attrs"]["href"]
    return ("[", f"](<{href}>)" if re.search(r"[()]", href) else f"]({href})")[end]


def _prefixed(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    rest = [f"{others}{line}" if line else others.rstrip() for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}", *rest])


def _is_plain(table: Node) -> bool:
    """A head above rows of single lines, as many cells in each."""
    rows = table["content"]
    cells = [cell for row in rows for cell in row["content"]]
    return (
        all(cell["type"] == "tableHeader" for cell in rows[0]["content"])
        and all(cell["type"] == "tableCell" for row in rows[1:] for cell in row["content"])
        and all(cell["attrs"] == {"colspan": 1, "rowspan": 1} for cell in cells)
        and all(len(cell["content"]) == 1 and cell["content"][0]["type"] == "paragraph" for cell in cells)
        and len({len(row["content"]) for row in rows}) == 1
    )


def _read_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^1]: words`, and the lines after it that are not empty."""
    found = _DEFINITION.match(_line_at(state, start))
    if found is None or state.is_code_block(start) or "notes" not in state.env:
        return False
    if silent:
        return True
    words, line = [found[2]], start + 1
    while line < end and not state.isEmpty(line) and not _DEFINITION.match(_line_at(state, line)):
        words.append(_line_at(state, line))
        line += 1
    state.env["notes"].setdefault(found[1], "\n".join(words).strip())
    state.line = line
    return True


def _read_note(state: StateInline, silent: bool) -> bool:
    found = _NOTE.match(state.src, state.pos)
    notes = state.env.get("notes", {})
    if found is None or found[1] not in notes or found[1] in state.env["told"]:
        return False
    if not silent:
        state.env["told"].add(found[1])
        token = state.push("html_inline", "", 0)
        token.content = f'<small class="footnote">{_ENGINE.renderInline(notes[found[1]], {})}</small>'
    state.pos = found.end()
    return True


def _draw_lone_pictures(state: StateCore) -> None:
    """A picture with a title that stands alone is a figure with a caption."""
    tokens: list[Token] = []
    for place, token in enumerate(state.tokens):
        children = token.children or []
        if (
            token.type == "inline"
            and len(children) == 1
            and children[0].type == "image"
            and children[0].attrGet("title")
        ):
            image = children[0]
            alt = escape("".join(child.content for child in image.children or []))
            html = Token("html_block", "", 0)
            html.content = (
                f'<figure><img src="{escape(str(image.attrGet("src")))}" alt="{alt}">'
                f"<figcaption>{escape(str(image.attrGet('title')))}</figcaption></figure>\n"
            )
            if tokens and tokens[-1].type == "paragraph_open" and state.tokens[place + 1].type == "paragraph_close":
                tokens[-1] = html
                continue
        if (
            token.type == "paragraph_close"
            and tokens
            and tokens[-1].type == "html_block"
            and state.tokens[place - 1].type == "inline"
        ):
            continue
        tokens.append(token)
    state.tokens = tokens


def _draw_code(self: Any, tokens: list[Token], place: int, options: Any, env: Any) -> str:
    """Without the line break before the fence that ends it."""
    language = re.sub(r"[^A-Za-z0-9+#._-].*", "", tokens[place].info.strip(), flags=re.S)[:30]
    code = escape(tokens[place].content.removesuffix("\n"), quote=False)
    return (
        f'<pre><code class="language-{language}">{code}</code></pre>\n'
        if language
        else f"<pre><code>{code}</code></pre>\n"
    )


def _line_at(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": True, "breaks": False}).enable(["strikethrough", "table"])
    engine.block.ruler.before("reference", "footnote_definition", _read_definition, {"alt": ["paragraph"]})
    engine.inline.ruler.before("link", "footnote", _read_note)
    engine.core.ruler.push("lone_pictures", _draw_lone_pictures)
    engine.add_render_rule("fence", _draw_code)
    engine.add_render_rule("code_block", _draw_code)
    return engine


_ENGINE: Final = _engine()
