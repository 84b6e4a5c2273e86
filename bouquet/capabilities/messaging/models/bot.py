"""Programs in a room: the bots themselves, the orders they take, and the tokens programs show at the door."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.models.room import Room
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

LONGEST_ORDER, LONGEST_HINT = 24, 80


class BotQuerySet(models.QuerySet["Bot"]):
    def here(self) -> BotQuerySet:
        """Those that were not taken out of service."""
        return self.filter(retired_at=None)


class Bot(models.Model):
    """`account` is what it speaks as, in `room` and nowhere else. Retired, its words stay under its name."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="bots")
    maker = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    objects = BotQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.account_id} in {self.room_id}"


class BotOrder(models.Model):
    """An order a bot takes: `/name`, and in a few words what it does. One bot of a room answers to a name."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="orders")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_ORDER)
    hint = models.CharField(max_length=LONGEST_HINT, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "name"], name="messaging_order_once")]

    def __str__(self) -> str:
        return f"/{self.name}"


class TokenQuerySet(models.QuerySet["Token"]):
    def good(self) -> TokenQuerySet:
        """Those that open a door at this moment."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), revoked_at=None)

    def shown(self, secret: str) -> TokenQuerySet:
        """The one whose secret this is, if any."""
        return self.filter(digest=digest_of(secret))

    def of(self, account: UUID) -> TokenQuerySet:
        return self.filter(account=account).order_by("-made_at")


class Token(models.Model):
    """What a program shows instead of a session: it acts as `account`, as far as `scopes` go. The secret itself is
    shown once and kept nowhere; `tail` is its end, for people to tell one from another.
    """

    class Scope(models.TextChoices):
        READ = "read"
        WRITE = "write"
        KEEP = "keep"
        # Stands in an address, which takes nothing but messages.
        ADDRESS = "address"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    scopes = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"], name="messaging_tokens_of")]

    def __str__(self) -> str:
        return f"…{self.tail} of {self.account_id}"


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is random, 192 bits, so that no slow digest is needed (NIST SP 800-63B §5.1.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()
