"""Where a visitor may be sent: only to pages of the network, whatever an address pretends to be."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

LONGEST = 2000


def safe_address(wanted: str, *, origins: Collection[str], here: str) -> str:
    """The absolute form of `wanted` when it lies at one of `origins`, else an empty text.

    `here` is the origin (`https://wideo.fr`) that a path alone (`/watch?v=1`) is read against. What browsers and
    Python read differently is refused: a backslash, a control character or a space anywhere, `//host`, credentials
    (WHATWG URL §4.4; RFC 3986 §3.2.1).
    """
    if not wanted or len(wanted) > LONGEST or any(sign <= " " or sign in "\\\x7f" for sign in wanted):
        return ""
    if wanted.startswith("/"):
        return "" if wanted.startswith("//") else here + wanted
    try:
        parts = urlsplit(wanted)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
    except ValueError:
        return ""
    if origin not in origins:
        return ""
    rest = wanted[len(origin) :]
    if not rest:
        return origin + "/"
    return origin + rest if rest.startswith("/") and not rest.startswith("//") else ""
