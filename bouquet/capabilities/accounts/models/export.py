"""A copy of everything a member has here (RGPD art. 15 and 20)."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from bouquet.capabilities.accounts.models.account import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

KEPT = timedelta(days=7)


class Export(models.Model):
    """Asked for, then made by a task, kept for seven days, then gone."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True, db_index=True)
    size_bytes = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["account", "-asked_at"], name="accounts_exports_of")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.asked_at:%Y-%m-%d}"

    @property
    def key(self) -> str:
        """Where the ZIP lies in the store; never under `public/`."""
        return f"exports/{self.pk}.zip"

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None and clock.now() < self.made_at + KEPT

    @property
    def is_being_made(self) -> bool:
        return self.made_at is None
