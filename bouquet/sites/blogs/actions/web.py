"""Speak with pages and hubs elsewhere: only at public addresses, for a few seconds, and no more than a page's worth."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings

from bouquet.capabilities.media.engine.fetching.addresses import Forbidden

if TYPE_CHECKING:
    import httpx

_SECONDS: Final = 10.0
_MOST_BYTES: Final = 1_000_000
_USER_AGENT: Final = "Bouquet (Webmention)"


class NotReached(Exception):
    """Nobody answered there, or nobody may be asked there."""


@dataclass(frozen=True)
class Answer:
    """`address` is where redirects ended; `links` its Link headers."""

    address: str
    status: int
    text: str = ""
    links: str = ""


NewClient = Callable[[], "httpx.Client"]


def new_client() -> httpx.Client:
    """A client that goes nowhere inside: each address, also after a redirect, is checked as it is connected to."""
    import httpx

    from bouquet.capabilities.media.engine.fetching.transport import GuardedTransport

    return httpx.Client(
        transport=GuardedTransport(ports=settings.BOUQUET_IMPORT_PORTS),
        timeout=5.0,
        follow_redirects=True,
        max_redirects=5,
        headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "identity"},
        trust_env=False,
    )


def ask(address: str, *, client: NewClient = new_client) -> Answer:
    """The page at `address`; of what is no text, only its headers. Raises NotReached."""
    return _spoken(client, "GET", address, None)


def post(address: str, form: Mapping[str, str], *, client: NewClient = new_client) -> Answer:
    """What `address` answers to `form`. Raises NotReached."""
    return _spoken(client, "POST", address, form)


def _spoken(client: NewClient, method: str, address: str, form: Mapping[str, str] | None) -> Answer:
    import httpx

    until = time.monotonic() + _SECONDS
    try:
        with client() as line, line.stream(method, address, data=form) as answer:
            kind = answer.headers.get("content-type", "")
            is_text = kind.startswith(("text/", "application/xhtml"))
            content = b""
            for part in answer.iter_bytes(16_384) if is_text else ():
                content += part
                if len(content) > _MOST_BYTES or time.monotonic() > until:
                    break
            links = ", ".join(answer.headers.get_list("link"))
            text = content[:_MOST_BYTES].decode(answer.charset_encoding or "utf-8", "replace")
            return Answer(str(answer.url), answer.status_code, text, links)
    except (httpx.HTTPError, httpx.InvalidURL, Forbidden, LookupError, ValueError, OSError) as error:
        raise NotReached(address) from error
