"""What this browser has opened by giving a password: a signed cookie per video."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from bouquet.sites.videos.models import Video

SALT = "videos.unlocked"
COOKIE = "opened_"
LASTS_SECONDS = 12 * 3600


def remember(response: HttpResponse, video: Video) -> None:
    """Have this browser open `video` for twelve hours, or until its password changes."""
    response.set_cookie(
        COOKIE + video.code,
        signing.dumps([video.code, video.lock_code], salt=SALT),
        max_age=LASTS_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def lock_codes_of(request: HttpRequest) -> frozenset[str]:
    """The lock codes this browser has earned; what was tampered with or is too old counts for nothing."""
    earned = set()
    for name, value in request.COOKIES.items():
        if name.startswith(COOKIE):
            try:
                code, lock_code = signing.loads(value, salt=SALT, max_age=LASTS_SECONDS)
            except (signing.BadSignature, ValueError, TypeError):
                continue
            if lock_code and name == COOKIE + code:
                earned.add(lock_code)
    return frozenset(earned)
