"""Absolute addresses for mails and pushes, which know no host."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from bouquet.foundation.brands.current import address_at, network


def inbox() -> str:
    """The inbox, on the network's first brand, in the language of the moment."""
    return absolute(reverse("notifications:inbox", urlconf=settings.ROOT_URLCONF))


def entry(entry_id: UUID) -> str:
    """Where an entry is read and leads on."""
    return absolute(reverse("notifications:open", args=[entry_id], urlconf=settings.ROOT_URLCONF))


def stopping(token: str) -> str:
    """Where mail is stopped (RFC 8058)."""
    return absolute(reverse("notifications:stop", args=[token], urlconf=settings.ROOT_URLCONF))


def choices() -> str:
    """Where a member chooses how they are told."""
    return address_at(network().account_host, reverse("notifications:settings", urlconf=settings.ROOT_URLCONF))


def followers() -> str:
    """Where a member answers those who ask to follow them."""
    return address_at(network().account_host, reverse("accounts:followers", urlconf=settings.ROOT_URLCONF))


def absolute(address: str) -> str:
    """A path becomes one on the network's first brand; an absolute address stays."""
    return address_at(network().shown[0].host, address) if address.startswith("/") else address
