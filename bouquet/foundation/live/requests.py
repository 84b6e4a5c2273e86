"""Reading an ASGI request: its headers, its cookies, its body, and who really sent it."""

from __future__ import annotations

from ipaddress import ip_address

from bouquet.foundation.live.routing import Receive, Scope


class TooLarge(Exception):
    """The body is longer than the handler allows."""


class Gone(Exception):
    """The client went away before its request was whole."""


def header(scope: Scope, name: bytes) -> bytes:
    """The first header called `name` (lower case), or nothing."""
    for key, value in scope["headers"]:
        if key == name:
            found: bytes = value
            return found
    return b""


def client_address(scope: Scope, *, behind_nginx: bool) -> str:
    """The visitor's IP address. Only nginx may say whom it speaks for, and it puts exactly one address there."""
    if behind_nginx:
        said = header(scope, b"x-forwarded-for").decode("latin-1").rpartition(",")[2].strip()
        try:
            return str(ip_address(said))
        except ValueError:
            pass
    peer = scope.get("client")
    return str(peer[0]) if peer else "127.0.0.1"


def scheme_of(scope: Scope, *, behind_nginx: bool) -> str:
    """`https` or `http`, as the visitor sees it."""
    if behind_nginx:
        said = header(scope, b"x-forwarded-proto")
        if said in {b"https", b"http"}:
            return said.decode()
    return "https" if scope.get("scheme") == "https" else "http"


async def read_body(receive: Receive, *, most: int) -> bytes:
    """The whole body; TooLarge when it is longer than `most` bytes, Gone when it never ends."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > most:
            raise TooLarge
        if not message.get("more_body"):
            return part if not parts else b"".join([*parts, part])
        parts.append(part)
