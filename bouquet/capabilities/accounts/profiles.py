"""Where a person's page is. The site that has one says so in its `apps.py`; without any, accounts show their own."""

from __future__ import annotations

from collections.abc import Callable

from bouquet.capabilities.accounts.models import Account

Address = Callable[[Account], str]
_registered: list[Address] = []


def register_profile(*, address: Address) -> None:
    """`address(account)` is the address of the person's page: absolute, or a path on every brand's host."""
    if address not in _registered:
        _registered.append(address)


def profile_address(account: Account) -> str:
    """The page of a person; empty when no site shows people."""
    return _registered[0](account) if _registered else ""
