"""How often a kind of notice is mailed, and when the next mail of each frequency is due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Long enough for what comes together to be mailed together, and for who is reading anyway to need no mail.
GATHERING: Final = timedelta(seconds=60)
# When digests go out, where the member lives.
MORNING: Final = time(8)
_MONDAY: Final = 0


class Frequency(TextChoices):
    """What a member chooses for each kind."""

    IMMEDIATE = "immediate", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


def due_at(frequency: str, *, told_at: datetime, zone: ZoneInfo) -> datetime | None:
    """When a notice told at `told_at` is to be mailed to somebody who lives in `zone`; None for never."""
    if frequency == Frequency.IMMEDIATE:
        return told_at + GATHERING
    if frequency == Frequency.DAILY:
        return _next_morning(told_at, zone)
    if frequency == Frequency.WEEKLY:
        return _next_morning(told_at, zone, weekday=_MONDAY)
    return None


def _next_morning(after: datetime, zone: ZoneInfo, *, weekday: int | None = None) -> datetime:
    day = after.astimezone(zone).date()
    while True:
        morning = datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)
        if morning > after and weekday in {None, day.weekday()}:
            return morning
        day += timedelta(days=1)
