"""Which push services may be written to. A member's browser names its own, and anybody can claim to be a browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 1000
_PORTS: Final = {"https": 443, "http": 80}


class ForeignEndpoint(Exception):
    """The endpoint is of none of the known services: the house does not write there."""


def require_service(endpoint: str, services: Iterable[str]) -> str:
    """The endpoint itself, when it belongs to one of `services`; ForeignEndpoint otherwise.

    A service is an origin, `https://fcm.googleapis.com`, or all hosts below one: `https://*.push.apple.com`.
    """
    try:
        parts = urlsplit(endpoint)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        raise ForeignEndpoint from None
    is_plain = endpoint.isascii() and endpoint.isprintable() and not {" ", "\\"} & set(endpoint)
    if len(endpoint) > LONGEST or not is_plain or not parts.hostname or "@" in parts.netloc:
        raise ForeignEndpoint
    if not any(_belongs(parts.scheme, parts.hostname, port, service) for service in services):
        raise ForeignEndpoint
    return endpoint


def _belongs(scheme: str, host: str, port: int | None, service: str) -> bool:
    wanted = urlsplit(service)
    if scheme != wanted.scheme or port != (wanted.port or _PORTS.get(wanted.scheme)) or not wanted.hostname:
        return False
    if wanted.hostname.startswith("*."):
        return host.endswith(wanted.hostname[1:]) and len(host) > len(wanted.hostname) - 1
    return host == wanted.hostname
