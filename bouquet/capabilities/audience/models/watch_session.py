"""One play of one thing by one person."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from bouquet.capabilities.audience.engine import spans
from bouquet.capabilities.audience.models.refusal import Refusal
from bouquet.foundation.ids.keys import new_key

# A view is this much watched, or half of something shorter (tenths of seconds).
ENOUGH = 10 * spans.TENTHS
ONCE_PER = timedelta(hours=1)
KEPT_FOR = timedelta(days=90)


class WatchSession(models.Model):
    """Written by the keeper from the journal, never by a request. Kept ninety days, to explain; figures stay."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    # A pseudonym (engine/persons.py).
    person = models.CharField(max_length=21)
    started_at = models.DateTimeField()
    duration_tenths = models.PositiveIntegerField()
    played_tenths = models.PositiveIntegerField(default=0)
    # Spans of tenths of seconds, as text: `0-100,250-300`.
    seen = models.TextField(blank=True, default="")
    counted_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=12, choices=Refusal, blank=True, default="")

    class Meta:
        indexes = [
            # "Was this person counted for this within the hour?", and what is old enough to be forgotten.
            models.Index(fields=["person", "counted_at"], name="audience_person_counted"),
            models.Index(fields=["started_at"], name="audience_started"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} by {self.person}"

    @property
    def is_enough(self) -> bool:
        """Whether what was seen makes a view."""
        return spans.length(spans.from_text(self.seen)) >= min(ENOUGH, self.duration_tenths / 2)

    @property
    def is_settled(self) -> bool:
        """Counted or refused: neither is ever taken back."""
        return self.counted_at is not None or bool(self.refusal)

    @property
    def tells_of_interest(self) -> bool:
        """Whether its watch time says something about the audience: a repeat does, its author or a program does not."""
        return self.refusal in {"", Refusal.REPEAT}
