"""Which compressed form a client takes (RFC 9110 §12.5.3)."""

from __future__ import annotations

from collections.abc import Container

_PREFERRED = (b"br", b"gzip")


def accepted(accept_encoding: bytes, forms: Container[bytes]) -> bytes:
    """The best of `forms` that the client accepts; empty for the plain form. A weight of zero is a refusal."""
    if not accept_encoding:
        return b""
    for coding in _PREFERRED:
        if coding in forms and coding in accept_encoding:
            for part in accept_encoding.split(b","):
                name, _, weight = part.partition(b";")
                if name.strip().lower() == coding and weight.strip().replace(b" ", b"") not in _REFUSALS:
                    return coding
    return b""


_REFUSALS = {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
