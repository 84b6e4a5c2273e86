"""A linked page: what somebody's link leads to, as its own page tells it. Asked for once for all who link to it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from django.db import models
from django.utils.translation import gettext_lazy

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

# A page that answered is asked again when it is linked to after a week; one that did not, after an hour.
KNOWN_FOR: Final = timedelta(days=7)
UNKNOWN_FOR: Final = timedelta(hours=1)
MOST_ADDRESS: Final = 2000


class LinkedPage(models.Model):
    """The page at one address. `picture` is a photo's frame (see `Photo.to_frame`) of our own copy, or empty."""

    class State(models.TextChoices):
        WAITING = "waiting"
        KNOWN = "known"
        # It did not answer, or said nothing of itself.
        SILENT = "silent"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    # Addresses are longer than an index of any database takes.
    digest = models.CharField(max_length=64, unique=True)
    address = models.TextField(max_length=MOST_ADDRESS)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    title = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)
    site_name = models.CharField(max_length=80, blank=True)
    picture = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    # When it was last seen whether anybody still links to it.
    swept_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = gettext_lazy("linked page")
        verbose_name_plural = gettext_lazy("linked pages")

    def __str__(self) -> str:
        return self.title or self.address

    @property
    def is_known(self) -> bool:
        """Whether there is something to show."""
        return self.state == self.State.KNOWN

    @property
    def is_due(self) -> bool:
        """Whether it is time to ask (again)."""
        return self.expires_at is None or self.expires_at < clock.now()

    def to_card(self) -> dict[str, Any]:
        """What a page needs to show the link, as plain values."""
        return {
            "address": self.address,
            "title": self.title,
            "description": self.description,
            "site": self.site_name,
            "picture": self.picture or None,
        }


def digest_of(address: str) -> str:
    """By what an address is found again."""
    return hashlib.sha256(address.encode()).hexdigest()


def plain_address(address: str) -> str:
    """The address without what a server never sees of it, its host in small letters. ValueError for nonsense."""
    parts = urlsplit(address.strip())
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))
