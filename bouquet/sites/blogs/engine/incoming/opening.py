"""Which kind of export a file is, and how its pieces are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bouquet.sites.blogs.engine.incoming import archive, ghost, redirections, wxr
from bouquet.sites.blogs.engine.incoming.nouns import Item, Unreadable

WORDPRESS, GHOST, OWN, REDIRECTIONS = "wordpress", "ghost", "bouquet", "redirections"
# The key of the picture on top of the blog, among the photos in the file.
HEADER: Final = archive.HEADER
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Export:
    """A file somebody brought. `address` is where the blog was, for those that do not tell. Read it as often as needed.

    `format` is one of the constants above.
    """

    path: Path
    format: str
    address: str = ""

    def items(self) -> Iterator[Item]:
        """Everything in it, from the beginning. Raises Unreadable."""
        if self.format == OWN:
            yield from archive.read(self.path)
            return
        with self.path.open("rb") as stream:
            if self.format == WORDPRESS:
                yield from wxr.read(stream)
            else:
                read = redirections.read if self.format == REDIRECTIONS else ghost.read
                yield from read(stream, address=self.address)

    def photo(self, key: str) -> bytes | None:
        """The largest version of a photo that is in the file itself."""
        return archive.photo(self.path, key) if self.format == OWN else None


def open_export(path: Path, *, address: str = "") -> Export:
    """What kind of file it is, by how it begins. Raises Unreadable, and OSError of the disk."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return Export(path, OWN, address)
    for mark in _MARKS:
        head = head.removeprefix(mark)
    if redirections.is_begun_by(head):
        return Export(path, REDIRECTIONS, address)
    first = head.replace(b"\x00", b"").lstrip()[:1]
    if first == b"<":
        return Export(path, WORDPRESS, address)
    if first in (b"{", b"["):
        return Export(path, GHOST, address)
    if not first:
        raise Unreadable(Unreadable.MALFORMED, "the file is empty", line=1, column=1)
    raise Unreadable(Unreadable.UNKNOWN, "neither XML, JSON nor a ZIP", line=1, column=1)
