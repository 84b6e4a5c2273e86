"""What members did, where they allow it: one row for each member, thing and verb, however often it was done."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref

# What was done to things that bear a tag is summed up in a row about the tag.
TAG_KIND = "affinity.tag"


class SignalQuerySet(models.QuerySet["Signal"]):
    def about_tags(self) -> SignalQuerySet:
        return self.filter(kind=TAG_KIND)

    def about_items(self) -> SignalQuerySet:
        return self.exclude(kind=TAG_KIND)


class Signal(models.Model):
    """`weight` is the decayed sum of what was done as it stood at `summed_at`; see `engine.decay`."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affinity_signals")
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    verb = models.CharField(max_length=10)
    weight = models.FloatField()
    times = models.PositiveIntegerField(default=1)
    summed_at = models.DateTimeField(default=clock.now)

    objects = SignalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind", "key", "verb"], name="affinity_signal_once")]
        indexes = [
            models.Index(fields=["kind", "key"], name="affinity_signals_about"),
            models.Index(fields=["summed_at"], name="affinity_signals_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.verb} {self.kind} {self.key}"

    @property
    def ref(self) -> Ref:
        key: UUID = self.key
        return Ref(self.kind, key)
