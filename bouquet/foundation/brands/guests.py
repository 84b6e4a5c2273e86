"""Who else answers at a brand: a site may give a host of its own to each thing it holds (a blog).

    register_guests("blogs", find)        `find(host, brand_host)` is the guest at `host`, or None

A guest's own host lies below the brand's, where nobody else may set a name; that is where people are signed in. It may
also answer at a domain of its own: never with a session, for whoever holds that domain could read its tickets
(docs/decisions/0071-blogs.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from bouquet.foundation.brands.current import network
from bouquet.foundation.brands.network import Brand


@dataclass(frozen=True)
class Guest:
    """`host` is its own below the brand's, `canonical_host` the one its addresses are written with; `thing` is what
    `site` calls it."""

    site: str
    host: str
    canonical_host: str
    thing: Any


Find = Callable[[str, str], Guest | None]
_finders: dict[str, Find] = {}


def register_guests(site: str, find: Find) -> None:
    """Have `site` name who answers at a host no brand has."""
    _finders[site] = find


def guest_sites() -> frozenset[str]:
    """The sites that have guests."""
    return frozenset(_finders)


def guest_at(host: str) -> tuple[Brand, Guest] | None:
    """Who answers at `host` (no port, any case), with the brand whose house it is in."""
    host = host.lower().rstrip(".")
    for brand in network().brands:
        for site in brand.sites:
            if site in _finders and (guest := _finders[site](host, brand.host)) is not None:
                return brand, guest
    return None


def guest_of(request: HttpRequest) -> Guest | None:
    """The guest whose host was asked for (set by BrandMiddleware); None at a brand's own hosts."""
    found: Guest | None = getattr(request, "guest", None)
    return found


def is_trusted(host: str) -> bool:
    """Whether `host` is a guest's own below a brand's: a person may be sent there, and signed in there."""
    found = guest_at(host)
    return found is not None and found[1].host == host.lower()
