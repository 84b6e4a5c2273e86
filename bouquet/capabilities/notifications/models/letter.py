"""A mail of one or more notices, written down before it is sent."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class Letter(models.Model):
    """Without `sent_at` nobody knows whether it arrived: the process or the post office died. It is not sent again."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    recipient = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="letters")
    made_at = models.DateTimeField(default=clock.now, db_index=True)
    sent_at = models.DateTimeField(null=True)
    # What the post office said when it did not take it.
    refusal = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"to {self.recipient_id}"
