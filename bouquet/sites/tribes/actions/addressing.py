"""Addresses of the tribes site as the outside world writes them."""

from __future__ import annotations

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.current import address_at, network, site_address
from bouquet.sites.tribes.models import Post, Tribe

SITE = "tribes"


def absolute(path: str) -> str:
    """`path` on the host of the brand that shows tribes."""
    return address_at(network().brand_showing(SITE).host, path)


def profile_address(account: Account) -> str:
    """The page of a person, in the language of the moment."""
    return site_address(SITE, "tribes:profile", account.handle)


def tribe_address(tribe: Tribe) -> str:
    """The page of a tribe."""
    return absolute(tribe.path)


def post_address(post: Post) -> str:
    """The page of a post."""
    return absolute(post.path)
