"""When an event is, in words, by the clock on the wall there."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext


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
    return date_format(moment, gettext("l j F Y"))


def hour(moment: datetime) -> str:
    """« 9 h 30 »."""
    if not moment.minute:
        return date_format(moment, gettext("g A"))
    return date_format(moment, gettext("g:i A"))


def city_of(zone: str) -> str:
    """« Londres » of `Europe/London`, in the language of the moment."""
    return _city_of(zone, get_language() or "en")


@cache
def _city_of(zone: str, language: str) -> str:
    # Its tables are slow to load, and few pages name a place of another time.
    from babel.dates import get_timezone_location

    found = get_timezone_location(zone, locale=language.replace("-", "_"), return_city=True)
    return str(found) if zone != "UTC" else zone
