"""When an event is, in words, by the clock on the wall there."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext


def when(starts: datetime, ends: datetime | None) -> str:
    """« samedi 28 novembre 2026, 09:00 – 17:00 » of moments in the zone of the place, in the language of the moment."""
    begins = gettext("%(day)s, %(hour)s") % {"day": day(starts), "hour": hour(starts)}
    if ends is None:
        return begins
    # A night that ends before the morning is one evening to everybody.
    if ends.date() == starts.date() or (ends - starts).total_seconds() < 43_200:
        return f"{begins} – {hour(ends)}"
    return gettext("%(begins)s, until %(day)s, %(hour)s") % {"begins": begins, "day": day(ends), "hour": hour(ends)}


def day(moment: datetime) -> str:
    """« samedi 28 novembre 2026 »."""
    return date_format(moment, gettext("l, F j, Y"))


def hour(moment: datetime) -> str:
    """« 9 h 30 »."""
    if not moment.minute:
        return date_format(moment, gettext("g A"))
    return date_format(moment, gettext("g:i A"))
