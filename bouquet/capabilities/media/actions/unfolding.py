"""What the first address in somebody's words leads to: a page of the web, or a thing of this network."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from bouquet.capabilities.media.actions import linked_pages
from bouquet.capabilities.media.engine.addresses_in_words import first_address
from bouquet.capabilities.media.models import LinkedPage
from bouquet.foundation.brands.current import network
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref


@dataclass(frozen=True)
class Unfolded:
    """One of both, or neither."""

    page: LinkedPage | None = None
    thing: Ref | None = None


def unfold(text: str) -> Unfolded:
    """Where the first address in `text` leads. A page of the web is asked by a job after the commit
    (`events.LinkedPageRead`); a thing of this network is no stranger, and is asked through its subject each time it is
    shown."""
    address = first_address(text)
    if not address:
        return Unfolded()
    if is_ours(address):
        return Unfolded(thing=thing_at(address))
    try:
        return Unfolded(page=linked_pages.ask(address))
    except linked_pages.CannotUnfold:
        return Unfolded()


def thing_at(address: str) -> Ref | None:
    """The thing of this network whose page is at `address`; None for any other."""
    try:
        parts = urlsplit(address)
        brand = network().brand_at(parts.hostname or "")
    except ValueError:
        return None
    if brand is None:
        return None
    path = parts.path
    for code, _ in settings.LANGUAGES:
        path = path.removeprefix(f"/{code}") if path.startswith(f"/{code}/") else path
    return registry.ref_at(path, brand.sites)


def is_ours(address: str) -> bool:
    """Whether a brand of this network answers there."""
    try:
        return network().brand_at(urlsplit(address).hostname or "") is not None
    except ValueError:
        return False
