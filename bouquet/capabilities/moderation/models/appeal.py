"""Somebody contests a decision (Regulation (EU) 2022/2065 art. 20)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.models.decision import Decision
from bouquet.capabilities.moderation.models.report import Report
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> AppealQuerySet:
        return self.filter(state=Appeal.State.WAITING)


class Appeal(models.Model):
    """By the person concerned, or (with `report`) by one who reported and was not followed: once each."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        CONFIRMED = "confirmed", _("the decision stands")
        REVERSED = "reversed", _("the decision is reversed")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="appeals")
    text = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision"], condition=Q(report=None), name="moderation_contested_once"),
            models.UniqueConstraint(
                fields=["decision", "report"],
                condition=Q(report__isnull=False),
                name="moderation_report_contested_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "made_at"], name="moderation_appeals_waiting")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.state}"

    @property
    def is_by_reporter(self) -> bool:
        return self.report_id is not None
