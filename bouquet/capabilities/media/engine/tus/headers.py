"""The headers of tus, read strictly."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any, Final

from bouquet.capabilities.media.engine.tus.answers import Refusal

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,checksum,expiration,termination"
BODY_TYPE: Final = "application/offset+octet-stream"
CHECKSUMS: Final[Mapping[str, Callable[[], Any]]] = {
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "sha256": hashlib.sha256,
    "md5": lambda: hashlib.md5(usedforsecurity=False),
}
_MOST_METADATA: Final = 8192


class Headers:
    """Request headers by lower-case name; of a repeated one, the last counts."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._values = {name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in raw}

    def get(self, name: str) -> str | None:
        return self._values.get(name.lower())

    def whole(self, name: str) -> int | None:
        """A number of bytes, or None when the header is missing; Refusal 400 when it is no such number."""
        value = self.get(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 18):
            raise Refusal(400, f"{name} must be a whole number.")
        return int(value)


@dataclass(frozen=True)
class Checksum:
    """What the body of a request must add up to (Upload-Checksum)."""

    algorithm: str
    digest: bytes

    def new_hash(self) -> Any:
        """A fresh hash object of the algorithm."""
        return CHECKSUMS[self.algorithm]()


def checksum(headers: Headers) -> Checksum | None:
    """The checksum of the body; Refusal 400 when it is malformed or of an algorithm we do not know."""
    value = headers.get("upload-checksum")
    if value is None:
        return None
    algorithm, _, encoded = value.partition(" ")
    if algorithm not in CHECKSUMS:
        raise Refusal(400, f"Upload-Checksum: known algorithms are {', '.join(CHECKSUMS)}.")
    try:
        return Checksum(algorithm, base64.b64decode(encoded, validate=True))
    except ValueError:
        raise Refusal(400, "Upload-Checksum must hold a Base64 digest.") from None


def metadata(headers: Headers) -> dict[str, str]:
    """Upload-Metadata as a mapping; Refusal 400 when it is malformed. Text that is not UTF-8 is mended."""
    value = headers.get("upload-metadata") or ""
    if len(value) > _MOST_METADATA:
        raise Refusal(400, "Upload-Metadata is too long.")
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in value.split(","))):
        key, _, encoded = pair.partition(" ")
        if not key or key in found:
            raise Refusal(400, "Upload-Metadata must hold unique keys.")
        try:
            found[key] = base64.b64decode(encoded, validate=True).decode("utf-8", "replace")
        except ValueError:
            raise Refusal(400, "Upload-Metadata must hold Base64 values.") from None
    return found


def http_date(seconds: float) -> str:
    """Seconds since 1970 as RFC 9110 §5.6.7 writes a moment."""
    return formatdate(seconds, usegmt=True)
