"""Say that something has changed, from any process: cached pages made from it are made again, watchers are woken.

purge(f"video:{video.pk}", "home")
"""

from __future__ import annotations

from functools import partial

from django.db import transaction

from bouquet.foundation.live.generations import generations


def purge(*tags: str) -> None:
    """Takes effect when the transaction commits; at once when there is none, and never after a rollback."""
    transaction.on_commit(partial(_advance, tags))


def _advance(tags: tuple[str, ...]) -> None:
    generations().advance(tags)
