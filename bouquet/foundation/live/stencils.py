"""A page kept in memory with holes where its nonce stood, so that every visitor gets a fresh one (CSP Level 3 §7.1).

The compressed form is cut in the same places: each part is deflated by itself, and the nonce goes between them as a
stored block (RFC 1951 §3.2.4). Only gzip's checksum then depends on the nonce. CRC-32 is linear: appending a part
whose checksum is known is a multiplication by a constant, done here by eight table look-ups instead of reading the
part again. Measured: docs/decisions/0031-live-page-cache.md.
"""

from __future__ import annotations

import struct
import zlib
from secrets import token_urlsafe

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"


def new_nonce() -> bytes:
    """128 random bits."""
    return token_urlsafe(16).encode()


class Stencil:
    """`body` with every occurrence of `nonce` taken out; without one it stays whole."""

    def __init__(self, body: bytes, nonce: bytes) -> None:
        self.parts = body.split(nonce) if nonce else [body]
        self._length = sum(map(len, self.parts))
        self._packed = [_deflate(part) for part in self.parts]
        self._first_sum = zlib.crc32(self.parts[0])
        self._appending = [_appender(part) for part in self.parts[1:]]

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return self._length + sum(map(len, self._packed)) + len(self._appending) * 12_000

    def plain(self, nonce: bytes) -> bytes:
        """The body with `nonce` in its holes."""
        return nonce.join(self.parts)

    def gzip(self, nonce: bytes) -> bytes:
        """The same, compressed (RFC 1952)."""
        holes = len(self._appending)
        if not holes:
            middle, total = self._packed[0], self._first_sum
        else:
            stored = struct.pack("<BHH", 0, len(nonce), len(nonce) ^ 0xFFFF) + nonce
            middle = stored.join(self._packed)
            total = self._first_sum
            for tables, own in self._appending:
                total = _shifted(zlib.crc32(nonce, total), tables) ^ own
        size = (self._length + holes * len(nonce)) & 0xFFFFFFFF
        return b"".join((_GZIP_HEADER, middle, _LAST_BLOCK, struct.pack("<II", total, size)))


Tables = list[list[int]]


def _deflate(part: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)


def _appender(part: bytes) -> tuple[Tables, int]:
    """What it takes to append `part` to something whose checksum is known: tables by four bits, and its own sum."""
    own = zlib.crc32(part)
    images = [zlib.crc32(part, 1 << bit) ^ own for bit in range(32)]
    tables = []
    for low in range(0, 32, 4):
        table = [0]
        for image in images[low : low + 4]:
            table += [image ^ known for known in table]
        tables.append(table)
    return tables, own


def _shifted(total: int, tables: Tables) -> int:
    out = 0
    for table in tables:
        out ^= table[total & 15]
        total >>= 4
    return out
