"""What is known of people's history here, and how fast they go."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine import standing
from bouquet.foundation.clock import clock


class Trust(models.Model):
    """Reckoned by a task; who has no row is new. `right` and `wrong` count their reports that were decided."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)
    held_against = models.PositiveSmallIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    reckoned_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.level}"

    @property
    def weight(self) -> float:
        """What a report of theirs counts for."""
        return standing.weight_of_reporter(trust=self.level, right=self.right, wrong=self.wrong)


class Pace(models.Model):
    """How fast somebody does one thing (`engine.pace`), and how often and on how many days they ever did it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=30)
    full_at = models.DateTimeField()
    acts = models.PositiveIntegerField(default=0)
    days = models.PositiveIntegerField(default=0)
    last_date = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "verb"], name="moderation_one_pace")]
        indexes = [models.Index(fields=["last_date"], name="moderation_lately_active")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.verb}"
