"""One small answer from one address: bounded in bytes and in time as a whole, and only from where anyone may go.

The guard sits where connections are made, so no redirect and no second look-up of a name can lead past it; every read
knows when all must be over, so that a server that drips its headers holds nobody.
"""

from __future__ import annotations

import re
import ssl
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

import httpcore

from bouquet.capabilities.media.engine.fetching.addresses import (
    Forbidden,
    Resolver,
    ask_the_system,
    public_addresses,
    require_address,
)
from bouquet.capabilities.media.engine.fetching.failures import NotFetched

MOST_REDIRECTS: Final = 4
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CODED: Final = frozenset({"gzip", "x-gzip", "deflate"})
_USER_AGENT: Final = "Mozilla/5.0 (compatible; Bouquet/0.1; link preview)"


@dataclass(frozen=True)
class Answer:
    """What `address` (the last of the redirects) answered: `kind` is its media type, `charset` what it says of it."""

    address: str
    kind: str
    charset: str
    content: bytes


class Deadline:
    """When all of it must be over."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def left(self, most: float | None) -> float:
        """Seconds that one step may take. Raises NotFetched when there are none left."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise NotFetched(NotFetched.TOO_SLOW)
        return left if most is None else min(left, most)


class GuardedBackend(httpcore.NetworkBackend):
    """Looks a name up once, refuses what is not public, and connects to that very number until the deadline.

    The name stays in `Host` and in the TLS handshake, which happen above.
    """

    def __init__(
        self,
        *,
        ports: Sequence[int],
        deadline: Deadline,
        resolve: Resolver = ask_the_system,
        inner: httpcore.NetworkBackend | None = None,
    ) -> None:
        self.ports, self.deadline, self.resolve = ports, deadline, resolve
        self.inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises `Forbidden` for where members must not send the house."""
        if port not in self.ports:
            raise Forbidden(Forbidden.PORT)
        failure: Exception = httpcore.ConnectError("no address")
        for number in public_addresses(host, port, self.resolve):
            try:
                stream = self.inner.connect_tcp(number, port, timeout=self.deadline.left(timeout))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self.deadline)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection each step of which ends by the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self.inner, self.deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, timeout=self.deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, timeout=self.deadline.left(timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self.inner.start_tls(ssl_context, server_hostname, timeout=self.deadline.left(timeout))
        return _TimedStream(secured, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


def ask(
    address: str,
    *,
    backend: GuardedBackend,
    limits: Mapping[str, int],
    languages: str = "fr, en;q=0.8, *;q=0.5",
) -> Answer:
    """The answer of `address`, if its type begins with one of those in `limits`, cut off at as many bytes as that says.

    Raises NotFetched and `Forbidden`.
    """
    asked = [("Accept", ", ".join(f"{kind}*" if kind.endswith("/") else kind for kind in limits))]
    headers = [*asked, ("User-Agent", _USER_AGENT), ("Accept-Language", languages), ("Accept-Encoding", "gzip")]
    with httpcore.ConnectionPool(network_backend=backend, max_connections=1, retries=0) as pool:
        for _ in range(MOST_REDIRECTS + 1):
            require_address(address, ports=backend.ports)
            try:
                with pool.stream("GET", address, headers=headers, extensions=_TIMEOUTS) as response:
                    told = _Headers(response.headers)
                    if response.status in _REDIRECTS and told.get("location"):
                        address = urljoin(address, told.get("location"))
                        continue
                    if response.status != 200:
                        raise NotFetched(NotFetched.STATUS, status=response.status)
                    kind = told.get("content-type").partition(";")[0].strip().lower()
                    most_bytes = next((most for known, most in limits.items() if kind.startswith(known)), None)
                    if most_bytes is None:
                        raise NotFetched(NotFetched.NOT_A_FILE, type=kind[:60])
                    content = _content(response.iter_stream(), told.get("content-encoding"), most_bytes)
                    return Answer(address, kind, _charset(told.get("content-type")), content)
            except httpcore.TimeoutException:
                raise NotFetched(NotFetched.TOO_SLOW) from None
            # httpcore's own, of the socket, of certificates, and of what h11 or idna make of nonsense.
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError, ValueError):
                raise NotFetched(NotFetched.UNREACHABLE) from None
    raise NotFetched(NotFetched.TOO_MANY_REDIRECTS)


_TIMEOUTS: Final = {"timeout": {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}}


class _Headers:
    def __init__(self, pairs: Sequence[tuple[bytes, bytes]]) -> None:
        self._values = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in pairs}

    def get(self, name: str) -> str:
        return self._values.get(name, "")


def _charset(content_type: str) -> str:
    found = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", content_type)
    return found.group(1).lower() if found else ""


def _content(chunks: Iterable[bytes], coding: str, most_bytes: int) -> bytes:
    """The body's beginning, unpacked no further than is wanted of it (a few kilobytes may unpack to gigabytes)."""
    coding = coding.strip().lower()
    if coding not in _CODED | {"", "identity"}:
        raise NotFetched(NotFetched.NOT_A_FILE, type=coding[:60])
    unpack = zlib.decompressobj(wbits=47) if coding in _CODED else None
    content = bytearray()
    for chunk in chunks:
        try:
            content += unpack.decompress(chunk, most_bytes - len(content)) if unpack else chunk
        except zlib.error:
            raise NotFetched(NotFetched.NOT_A_FILE, type="damaged") from None
        # A limit of nothing left would mean no limit to zlib.
        if len(content) >= most_bytes:
            break
    return bytes(content[:most_bytes])
