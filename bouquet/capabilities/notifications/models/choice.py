"""How a member wants to be told."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.engine.frequency import Frequency
from bouquet.capabilities.notifications.engine.quiet import Hours


class Choice(models.Model):
    """What a member chose for one kind; without a row, what the kind itself says."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notice_choices", db_index=False)
    kind = models.CharField(max_length=60)
    in_inbox = models.BooleanField(default=True)
    push = models.BooleanField(default=True)
    mail = models.CharField(max_length=10, choices=Frequency.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="notifications_one_choice_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.account_id}"


class Rhythm(models.Model):
    """A member's quiet hours, on the wall clock of their time zone. Without a row they have none of their own."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="rhythm")
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()

    def __str__(self) -> str:
        return f"{self.quiet_from:%H:%M}–{self.quiet_until:%H:%M} for {self.account_id}"

    @property
    def hours(self) -> Hours:
        return Hours(self.quiet_from, self.quiet_until)
