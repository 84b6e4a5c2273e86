"""Somebody asks to join."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.sites.tribes.models.states import Verdict
from bouquet.sites.tribes.models.tribe import Tribe


class Ask(models.Model):
    """A request to join; `answers` hold each question as it was asked, with what they said (`question`, `answer`)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    tribe = models.ForeignKey(Tribe, on_delete=models.CASCADE, related_name="asks")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tribe_asks")
    answers = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=clock.now)
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tribe", "account"], condition=Q(verdict="waiting"), name="tribes_asked_once"
            )
        ]
        indexes = [
            models.Index(fields=["tribe", "verdict", "id"], name="tribes_asks_waiting"),
            models.Index(fields=["account", "verdict", "-id"], name="tribes_asks_of"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} asks {self.tribe_id}"

    @property
    def is_waiting(self) -> bool:
        return self.verdict == Verdict.WAITING
