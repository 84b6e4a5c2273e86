"""WordPress keeps the words of its older editor without paragraphs: an empty line begins one, a single break is one."""

from __future__ import annotations

import re
from typing import Final

_PART: Final = re.compile(r"<!--.*?-->|<[A-Za-z/!?][^<>]*>", re.DOTALL)
_NAME: Final = re.compile(r"</?\s*([A-Za-z][\w:-]*)")
_GAP: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BREAK: Final = re.compile(r"(?:<br\s{0,9}/?>)?[ \t]{0,99}\n[ \t]{0,99}", re.IGNORECASE)
_VERBATIM: Final = frozenset({"pre", "textarea", "script", "style", "svg", "math", "object"})
# Their own children are elements only: space between those says nothing.
_FRAMES: Final = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup", "ul", "ol", "dl", "menu", "select"})
# They hold a line of words, which needs no paragraph unless there are several.
_LINES: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "caption", "figcaption", "figure"}
    | {"summary", "legend", "option", "address"}
)
_ROOMS: Final = frozenset(
    {"div", "section", "article", "aside", "header", "footer", "main", "nav", "hgroup", "blockquote", "form"}
    | {"fieldset", "details", "center", "noscript", "map"}
)
_BLOCKS: Final = _VERBATIM | _FRAMES | _LINES | _ROOMS | {"hr"}


def with_paragraphs(text: str) -> str:
    """`text` with the paragraphs and breaks its empty lines and line ends stand for. What is marked up stays."""
    return _Writer(text.replace("\r\n", "\n").replace("\r", "\n")).written()


class _Writer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[str] = []
        self.line: list[str] = []
        self.open: list[str] = []

    def written(self) -> str:
        at = 0
        while (found := _PART.search(self.text, at)) is not None:
            self.line.append(self.text[at : found.start()])
            at = self._tag(found)
        self.line.append(self.text[at:])
        self._end_line()
        return "".join(self.done)

    def _tag(self, found: re.Match[str]) -> int:
        """Where to go on after this tag."""
        part = found.group()
        named = _NAME.match(part)
        name = named[1].lower() if named else ""
        if name not in _BLOCKS:
            self.line.append(part)
            return found.end()
        self._end_line()
        self.done.append(part)
        if part.startswith("</"):
            self._close(name)
        elif name in _VERBATIM:
            return self._verbatim(name, found.end())
        elif name != "hr" and not part.endswith("/>"):
            self._open(name)
        return found.end()

    def _verbatim(self, name: str, start: int) -> int:
        closing = re.compile(f"</{name}", re.IGNORECASE).search(self.text, start)
        end = closing.start() if closing else len(self.text)
        self.done.append(self.text[start:end])
        return end

    def _open(self, name: str) -> None:
        if self.open and self.open[-1] == name and name in {"p", "li", "td", "tr", "th", "dt", "dd"}:
            # Their end need not be written (HTML §13.1.2.4).
            return
        self.open.append(name)

    def _close(self, name: str) -> None:
        if name in self.open:
            while self.open.pop() != name:
                pass

    def _end_line(self) -> None:
        text, self.line = "".join(self.line), []
        inside = self.open[-1] if self.open else ""
        if inside in _FRAMES or not text.strip():
            self.done.append("\n" if text else "")
            return
        pieces = [piece.strip() for piece in _GAP.split(text) if piece.strip()]
        if inside in _LINES and len(pieces) == 1:
            self.done.append(_BREAK.sub("<br>", text.strip("\n") if text.strip() else text))
            return
        self.done += [f"<p>{_BREAK.sub('<br>', piece)}</p>\n" for piece in pieces]
