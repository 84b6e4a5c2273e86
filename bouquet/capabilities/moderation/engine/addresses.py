"""Where a page of moderation is, for mails: on the network's first brand, in the language of the moment."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from bouquet.foundation.brands.current import address_at, network


def page_path(page: str, *args: object, key: str = "") -> str:
    """The path, the same on every brand's host; `key` is a decision's signature."""
    path = reverse(f"moderation:{page}", args=args, urlconf=settings.ROOT_URLCONF)
    return f"{path}?key={key}" if key else path


def page_address(page: str, *args: object, key: str = "") -> str:
    """The absolute address."""
    return address_at(network().shown[0].host, page_path(page, *args, key=key))
