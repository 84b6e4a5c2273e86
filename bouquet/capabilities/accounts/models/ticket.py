"""One-time tickets that carry a sign-in from the account host to a brand's host."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.accounts.models.signin import SignIn
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class Ticket(models.Model):
    """Good once, within a minute, on one host, in the browser that holds the state it was asked with.

    Ticket and state are kept as SHA-256 digests: who reads the table cannot use a row.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    state_digest = models.CharField(max_length=64)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="tickets")
    host = models.CharField(max_length=253)
    next_address = models.TextField()
    made_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.sign_in_id} → {self.host}"
