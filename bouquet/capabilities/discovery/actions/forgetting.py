"""Words that nothing open holds any more."""

from __future__ import annotations

from bouquet.capabilities.discovery.models import Word
from bouquet.capabilities.discovery.models.matching import said_openly

BATCH = 200


def forget_unsaid_words() -> None:
    """They were suggested to nobody since they were gone (`matching.said_openly`); here they leave the table."""
    last = ""
    while words := list(Word.objects.filter(text__gt=last).order_by("text").values_list("text", flat=True)[:BATCH]):
        Word.objects.filter(text__in=set(words) - said_openly(words)).delete()
        last = words[-1]
