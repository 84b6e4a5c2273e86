"""What this browser has opened by giving a password, kept in its session.

A session also makes every page this browser asks for its own, so that what is behind the password never lands in the
pages kept for everybody.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from bouquet.foundation.clock import clock
from bouquet.sites.videos.models import Video

KEY = "videos.opened"
LASTS = timedelta(hours=12)
MOST = 50


def remember(request: HttpRequest, video: Video) -> None:
    """Have this browser open `video` for twelve hours, or until its password changes."""
    opened = dict(list(request.session.get(KEY, {}).items())[-MOST:])
    opened[video.lock_code] = clock.timestamp()
    request.session[KEY] = opened


def lock_codes_of(request: HttpRequest) -> frozenset[str]:
    """The lock codes this browser has earned. The session of who has none is not touched."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return frozenset()
    since = clock.timestamp() - LASTS.total_seconds()
    return frozenset(code for code, at in request.session.get(KEY, {}).items() if at >= since)
