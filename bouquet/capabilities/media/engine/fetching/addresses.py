"""Which addresses may be fetched from: only what the whole Internet can reach (OWASP SSRF prevention)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

Resolver = Callable[[str, int], Sequence[str]]
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Beyond what `is_global` knows in every Python version: addresses that carry another address inside, which may be a
# private one (RFC 6052 NAT64, RFC 8215 local NAT64, RFC 3056 6to4, RFC 4380 Teredo, RFC 4291 IPv4-compatible), and
# blocks that are nobody's (RFC 6890).
_NEVER: Final[tuple[_Network, ...]] = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",
        "::/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)


class Forbidden(Exception):
    """The address leads where a member must not send the house. `reason` is one of the codes below."""

    SCHEME = "bad_scheme"
    PORT = "bad_port"
    PRIVATE = "private_address"
    UNKNOWN = "unknown_host"
    MALFORMED = "bad_address"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def require_address(address: str, *, ports: Sequence[int]) -> None:
    """Forbidden unless `address` is plain http or https, to a host, at one of `ports`, without name and password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Forbidden(Forbidden.MALFORMED) from None
    if parts.scheme not in {"http", "https"}:
        raise Forbidden(Forbidden.SCHEME)
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise Forbidden(Forbidden.MALFORMED)
    if any(ord(char) <= 32 or ord(char) == 127 or char == "\\" for char in address):
        raise Forbidden(Forbidden.MALFORMED)
    if (port if port is not None else default_port(parts.scheme)) not in ports:
        raise Forbidden(Forbidden.PORT)


def default_port(scheme: str) -> int:
    """The port an address without one means."""
    return 443 if scheme == "https" else 80


def is_public(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6, as text) is one that the whole Internet can reach."""
    if "%" in address:
        return False
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if any(ip in block for block in _NEVER if block.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def public_addresses(host: str, port: int, resolve: Resolver) -> list[str]:
    """What `host` is at this moment, every address public. Forbidden when one is not, or when there is none.

    One private address among public ones is refused as well: it is there to be tried second.
    """
    try:
        found = list(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError):
        raise Forbidden(Forbidden.UNKNOWN) from None
    if not found:
        raise Forbidden(Forbidden.UNKNOWN)
    if not all(is_public(address) for address in found):
        raise Forbidden(Forbidden.PRIVATE)
    return found


def ask_the_system(host: str, port: int) -> list[str]:
    """The resolver of this machine."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
