"""Where things were on the old host: full paths, with their query, written in one way."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

MOST: Final = 500
_SLASHES: Final = re.compile(r"/{2,}")


def path_of(address: str) -> str:
    """The path and query of an address on the web; empty when it has none worth keeping, or is too long.

    Letters are written as they are read, so that `%C3%A9` and `%c3%a9` are one address (RFC 3986 §6.2.2.1).
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"}:
        return ""
    path = plain_path(parts.path or "/", parts.query)
    return path if len(path) <= MOST else ""


def plain_path(path: str, query: str = "") -> str:
    """How `path` with `query` is kept and looked up."""
    plain = _SLASHES.sub("/", f"/{unquote(path)}")
    return f"{plain}?{unquote(query)}" if query else plain


def base_path(address: str) -> str:
    """The folder a blog was in, without a slash at its end: `/blog`, or nothing."""
    try:
        return plain_path(urlsplit(address).path).rstrip("/")
    except ValueError:
        return ""


def absolute(address: str, base: str) -> str:
    """`address` as the old blog at `base` meant it; empty when it leads nowhere on the web."""
    address = address.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    if address.startswith("/") and base:
        try:
            parts = urlsplit(base)
        except ValueError:
            return ""
        address = f"{parts.scheme}://{parts.netloc}{address}"
    try:
        is_web = urlsplit(address).scheme in {"http", "https"}
    except ValueError:
        return ""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]") if is_web else ""
