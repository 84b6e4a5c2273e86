"""The front of an author's page, beyond what the account says of the person."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Channel(models.Model):
    """Made when an author first dresses their page. `banner` is the store's folder of its pictures, or empty."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="channel"
    )
    banner = models.CharField(max_length=100, blank=True)
    banner_text = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"channel of {self.account_id}"
