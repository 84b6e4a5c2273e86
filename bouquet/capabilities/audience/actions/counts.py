"""How often things were viewed, for lists of what is popular."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum

from bouquet.capabilities.audience.models import DailyFigures


def counts_since(kind: str, since: datetime) -> dict[UUID, int]:
    """Views by subject, in whole days of the network's time zone from the one `since` falls in; those with none are
    left out.
    """
    first = since.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    rows = DailyFigures.objects.filter(subject_kind=kind, date__gte=first, counted__gt=0)
    return dict(rows.values_list("subject_id").annotate(views=Sum("counted")))
