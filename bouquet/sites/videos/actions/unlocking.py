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
    # Each try takes one of ten slots for ten minutes; two tries at the same moment never take the same.
    slots = [f"videos.unlock:{video.code}:{place}:{number}" for number in range(MOST_TRIES)]
    if not any(cache.add(slot, True, TRIES_REST_SECONDS) for slot in slots):
        raise TooManyTries
    if not video.opens_with(password):
        return False
    cache.delete_many(slots)
    return True
