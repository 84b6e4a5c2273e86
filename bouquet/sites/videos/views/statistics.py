"""What an author sees of a video's audience: every play, counted or not, and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import get_language

from bouquet.capabilities.audience.actions.reports import report
from bouquet.sites.videos.actions.counting import KIND
from bouquet.sites.videos.engine import charts
from bouquet.sites.videos.engine.durations import clock_label
from bouquet.sites.videos.engine.numbers import short_number
from bouquet.sites.videos.views.fetching import own_or_404

DAYS = 30
# Where people can be said to stay: at a tenth, a quarter, half, three quarters, the end.
MARKS = (10, 25, 50, 75, 99)


@login_required
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """Thirty days."""
    video = own_or_404(request, code)
    found = report(KIND, video.pk, days=DAYS)
    drawn, ticks = charts.bars([(date_format(day.date, "j F"), day.counted) for day in found.days])
    language = get_language() or "fr"
    context = {
        "video": video,
        "report": found,
        "bars": drawn,
        "ticks": ticks,
        "first_day": found.days[0].date,
        "last_day": found.days[-1].date,
        "watched": _hours(found.watched_seconds),
        "average": clock_label(found.seconds_per_play) if found.started else "0:00",
        "started": short_number(found.started, language=language),
        "counted": short_number(found.counted, language=language),
        "curve": charts.curve(found.retention),
        "area": charts.area(found.retention),
        "retention_ticks": [(100, 0), (50, charts.HEIGHT // 2)],
        "stays": _stays(found.retention, video.duration_seconds),
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
    }
    return render(request, "videos/statistics.html", context)


def _hours(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours} h {rest // 60:02d}" if hours else f"{rest // 60} min {rest % 60:02d}"


def _stays(shares: list[float], duration: float) -> list[tuple[str, int]]:
    """The curve in words: at which moment, how many in a hundred still watch."""
    return [(clock_label(duration * mark / 100), round(100 * shares[mark])) for mark in MARKS if mark < len(shares)]
