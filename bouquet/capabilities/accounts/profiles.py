"""Where a person's page is. A site that has one says so in its `apps.py`; without any, accounts show their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.current import network
from bouquet.foundation.brands.network import Brand

Address = Callable[[Account], str]
_registered: dict[str, Address] = {}


def register_profile(*, site: str, address: Address) -> None:
    """`address(account)` is the page `site` has for a person: absolute, or a path on the hosts that show the site."""
    _registered[site] = address


def profile_address(account: Account, *, brand: Brand | None = None) -> str:
    """The page of a person: that of the site `brand` shows, else of the network's first that has one; empty where
    none has."""
    brands = [*([brand] if brand else []), *network().shown]
    site = next((site for one in brands for site in one.sites if site in _registered), None)
    return _registered[site](account) if site else ""


@dataclass(frozen=True)
class PersonItem:
    """One more entry of the menu beside a person's name."""

    label: str | Promise
    icon: str
    address: Address


_items: dict[str, PersonItem] = {}


def register_person_item(name: str, *, label: str | Promise, icon: str, address: Address) -> None:
    """Have the menu of a person lead to `address(account)`, as in “Report”. `name` tells it from the others."""
    _items[name] = PersonItem(label, icon, address)


def person_items() -> tuple[PersonItem, ...]:
    """What others added, in the order of their apps."""
    return tuple(_items.values())
