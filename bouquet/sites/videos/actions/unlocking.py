"""Watching behind a password."""

from __future__ import annotations

from django.core.cache import cache

from bouquet.sites.videos.models import Video

MOST_TRIES = 10
TRIES_REST_SECONDS = 600


class TooManyTries(ValueError):
    """Ten wrong passwords in ten minutes from one place."""


def unlock(*, video: Video, password: str, place: str) -> bool:
    """Whether `password` opens `video`. `place` is where the try comes from; raises TooManyTries."""
    key = f"videos.unlock:{video.code}:{place}"
    cache.add(key, 0, TRIES_REST_SECONDS)
    if cache.incr(key) > MOST_TRIES:
        raise TooManyTries
    if not video.opens_with(password):
        return False
    cache.delete(key)
    return True
