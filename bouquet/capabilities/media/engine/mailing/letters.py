"""A message on disk to its parts on disk (RFC 2045–2049), read line by line: memory stays flat whatever its size.

Lenient where mailers and MMS gateways are careless: boundaries without an end, bare line feeds, types that lie, names
in any of four spellings. Strict in what it costs: depth, number of parts, length of headers.
"""

from __future__ import annotations

import base64
import binascii
import quopri
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import IO, Final

_MOST_PARTS: Final = 100
_MOST_DEPTH: Final = 8
_MOST_HEADER_BYTES: Final = 128 * 1024
_LINE_BYTES: Final = 64 * 1024
# Reading one header takes the time of its length squared, or all of the stack: no honest one is longer than this.
_LONGEST_HEADER: Final = 4096
_READ: Final = (
    *(b"subject", b"message-id", b"content-type", b"content-disposition", b"content-transfer-encoding", b"content-id"),
    *(b"auto-submitted", b"precedence", b"list-id", b"x-auto-response-suppress", b"x-loop"),
)
_UNREADABLE: Final = (ValueError, IndexError, AttributeError, LookupError, TypeError, RecursionError)
_HEADERS: Final = BytesHeaderParser(policy=policy.default)


@dataclass(frozen=True)
class Part:
    """One leaf. `content_id` is set for what a page of the message shows inside itself."""

    content_type: str
    file_name: str
    path: Path
    size: int
    content_id: str = ""


@dataclass
class Letter:
    """A message: what its head says, and its leaves in order."""

    subject: str = ""
    message_id: str = ""
    is_automatic: bool = False
    parts: list[Part] = field(default_factory=list)


def open_letter(message: Path, folder: Path) -> Letter:
    """Write every leaf of `message` below `folder`, decoded, and say what there is."""
    letter = Letter()
    with message.open("rb") as file:
        _Reader(file, folder, letter).read()
    return letter


class _Reader:
    def __init__(self, file: IO[bytes], folder: Path, letter: Letter) -> None:
        self.file, self.folder, self.letter = file, folder, letter

    def read(self) -> None:
        head = self._head()
        self.letter.subject = _text(head, "subject")
        self.letter.message_id = _text(head, "message-id")
        self.letter.is_automatic = _is_automatic(head)
        self._body(head, [])

    def _head(self) -> EmailMessage:
        """Of the header lines up to the empty one, those that are read here; of a header, no more than is honest."""
        kept: list[tuple[bytes, bytes]] = []
        size, room, name = 0, 0, b""
        while True:
            line = self.file.readline(_LINE_BYTES)
            if not line or line in {b"\r\n", b"\n"}:
                return _parsed(kept)
            size += len(line)
            if not line.startswith((b" ", b"\t")):
                name = line.partition(b":")[0].strip().lower()
                room = _LONGEST_HEADER if name in _READ else 0
            if room > 0 and size <= _MOST_HEADER_BYTES:
                kept.append((name, line if len(line) <= room else line[:room] + b"\r\n"))
                room -= len(line)

    def _body(self, head: EmailMessage, outer: list[bytes]) -> bytes:
        """Read one entity; returns the boundary line that ended it (empty at the end of the file)."""
        kind = _kind(head)
        boundary = _parameter(head, "content-type", "boundary")
        if kind.startswith("multipart/") and boundary and len(outer) < _MOST_DEPTH:
            return self._multipart(b"--" + boundary.encode("utf-8", "surrogateescape"), outer)
        if kind == "message/rfc822" and len(outer) < _MOST_DEPTH:
            return self._body(self._head(), outer)
        return self._leaf(head, kind, outer)

    def _multipart(self, boundary: bytes, outer: list[bytes]) -> bytes:
        own = [*outer, boundary]
        ending = self._skip(own)
        while ending == boundary:
            ending = self._body(self._head(), own)
        if ending == boundary + b"--":
            ending = self._skip(outer)
        return ending

    def _skip(self, boundaries: list[bytes]) -> bytes:
        for line in self._lines():
            found = _boundary(line, boundaries)
            if found:
                return found
        return b""

    def _leaf(self, head: EmailMessage, kind: str, boundaries: list[bytes]) -> bytes:
        number = len(self.letter.parts)
        if number >= _MOST_PARTS:
            return self._skip(boundaries)
        path = self.folder / f"part-{number}"
        decode = _decoder(_text(head, "content-transfer-encoding").lower().strip())
        ending, pending = b"", b""
        with path.open("wb") as target:
            for line in self._lines():
                ending = _boundary(line, boundaries)
                if ending:
                    break
                # The line break before a boundary belongs to the boundary (RFC 2046 §5.1.1).
                decode(pending, target)
                pending = line
            decode(pending.rstrip(b"\r\n") if ending else pending, target)
            decode(b"", target)
        name = _parameter(head, "content-disposition", "filename") or _parameter(head, "content-type", "name")
        content_id = _text(head, "content-id") if not name else ""
        size = path.stat().st_size
        name = _plain(name.replace("\\", "/").rpartition("/")[2])
        self.letter.parts.append(Part(kind, name, path, size, content_id))
        return ending

    def _lines(self) -> Iterator[bytes]:
        while line := self.file.readline(_LINE_BYTES):
            yield line


def _parsed(lines: list[tuple[bytes, bytes]]) -> EmailMessage:
    """The head of an entity. The parser looks at its type at once: a type that makes it fall over is left out."""
    try:
        return _HEADERS.parsebytes(b"".join(line for _, line in lines))
    except _UNREADABLE:
        return _HEADERS.parsebytes(b"".join(line for name, line in lines if name != b"content-type"))


def _boundary(line: bytes, boundaries: list[bytes]) -> bytes:
    """Which boundary `line` is, innermost first: the delimiter itself, or with its closing dashes."""
    if line[:2] != b"--":
        return b""
    bare = line.rstrip(b" \t\r\n")
    for boundary in reversed(boundaries):
        if bare in {boundary, boundary + b"--"}:
            return bare
    return b""


def _decoder(encoding: str) -> Callable[[bytes, IO[bytes]], None]:
    if encoding == "base64":
        return _Base64()
    if encoding == "quoted-printable":
        return lambda line, target: _write(quopri.decodestring(line), target)
    return _write


def _write(data: bytes, target: IO[bytes]) -> None:
    target.write(data)


class _Base64:
    """Lines of Base64 to bytes; keeps what does not fill four characters for the next line."""

    def __init__(self) -> None:
        self._left = b""

    def __call__(self, line: bytes, target: IO[bytes]) -> None:
        data = self._left + line.translate(None, b" \t\r\n")
        whole = len(data) // 4 * 4 if line else len(data)
        data, self._left = data[:whole], data[whole:]
        if data:
            try:
                target.write(base64.b64decode(data + b"=" * (-len(data) % 4)))
            except binascii.Error:
                self._left = b""


def _kind(head: EmailMessage) -> str:
    try:
        return head.get_content_type()
    except _UNREADABLE:
        return "application/octet-stream"


def _text(head: EmailMessage, name: str) -> str:
    """A header in plain text; what cannot be decoded is left out rather than believed."""
    try:
        return _plain(str(head.get(name, "")))
    except _UNREADABLE:
        return ""


def _plain(text: str) -> str:
    """On one line, without what cannot be printed, such as NUL and half characters, which no database takes."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _parameter(head: EmailMessage, header: str, name: str) -> str:
    try:
        value = head.get_param(name, "", header=header)
        if isinstance(value, tuple):
            value = value[2]
        return str(value)
    except _UNREADABLE:
        return ""


def _is_automatic(head: EmailMessage) -> bool:
    """Whether a machine wrote it by itself: nobody is answered then (RFC 3834 §2)."""
    submitted = _text(head, "auto-submitted").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or _text(head, "precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
        or bool(_text(head, "list-id") or _text(head, "x-auto-response-suppress") or _text(head, "x-loop"))
    )
