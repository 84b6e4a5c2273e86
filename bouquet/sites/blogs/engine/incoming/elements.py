"""XML read as it comes, however long it is: one element below the channel at a time, and nothing that could harm.

Expat itself, because it tells the line of a fault and holds no more of the file than the element it is in. A document
type is refused before anything in it is read: exports have none, and entities that unfold into gigabytes begin there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from xml.parsers import expat  # with every document type refused, below

from bouquet.sites.blogs.engine.incoming.nouns import Unreadable

_CHUNK_BYTES: Final = 64 * 1024
# Of all that stands in one element: a post with its comments has a hundredth of it.
MOST_LETTERS: Final = 20_000_000
MOST_DEPTH: Final = 32
MOST_PARTS: Final = 500_000
_WORDPRESS: Final = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\w.]+/(excerpt/)?")
_PREFIXES: Final = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
}


@dataclass
class Element:
    """One element: `name` with the prefix its namespace usually has, such as `wp:post_id`."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its own words, as they stand."""
        return "".join(self.pieces)

    def text_of(self, name: str) -> str:
        """The words of its first child of that name; empty when there is none."""
        return next((child.text for child in self.children if child.name == name), "")

    def word(self, name: str) -> str:
        """Likewise, without the space around."""
        return self.text_of(name).strip()

    def every(self, name: str) -> list[Element]:
        """Its children of that name."""
        return [child for child in self.children if child.name == name]


def below_channel(stream: BinaryIO) -> Iterator[Element]:
    """Each child of the channel of an RSS file, as soon as it ends. Raises Unreadable, with the line."""
    reader = _Reader()
    while chunk := stream.read(_CHUNK_BYTES):
        reader.feed(chunk, is_last=False)
        yield from reader.taken()
    reader.feed(b"", is_last=True)
    yield from reader.taken()


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = self._refuse_document_type
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.depth = self.letters = self.parts = 0
        self.open: list[Element] = []
        self.done: list[Element] = []

    def feed(self, chunk: bytes, *, is_last: bool) -> None:
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            told = expat.errors.messages.get(error.code) or expat.ErrorString(error.code)
            raise Unreadable(Unreadable.MALFORMED, told, line=error.lineno, column=error.offset + 1) from None
        except (LookupError, ValueError) as error:
            # An encoding nobody knows, or that is none of eight bits.
            raise self._refusal(Unreadable.MALFORMED, str(error)) from None

    def taken(self) -> Iterator[Element]:
        done, self.done = self.done, []
        return iter(done)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1 and name != "rss":
            raise self._refusal(Unreadable.UNKNOWN, "the file is no RSS")
        if self.depth < 3:
            return
        self.parts += 1
        if self.depth > MOST_DEPTH or self.parts > MOST_PARTS:
            raise self._refusal(Unreadable.TOO_LARGE, "elements are nested too deeply, or too many in one")
        self.open.append(Element(_prefixed(name), attributes))

    def _end(self, name: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        element = self.open.pop()
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.done.append(element)
            self.letters = self.parts = 0

    def _say(self, words: str) -> None:
        if not self.open:
            return
        self.letters += len(words)
        if self.letters > MOST_LETTERS:
            raise self._refusal(Unreadable.TOO_LARGE, f"one element has more than {MOST_LETTERS} characters")
        self.open[-1].pieces.append(words)

    def _refuse_document_type(self, *_: object) -> None:
        raise self._refusal(Unreadable.UNSAFE, "a document type is declared")

    def _refusal(self, reason: str, detail: str) -> Unreadable:
        parser = self.parser
        return Unreadable(reason, detail, line=parser.CurrentLineNumber, column=parser.CurrentColumnNumber + 1)


def _prefixed(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    if not namespace:
        return local
    if found := _WORDPRESS.fullmatch(namespace):
        return f"{'excerpt' if found[1] else 'wp'}:{local}"
    return f"{_PREFIXES.get(namespace, '?')}:{local}"
