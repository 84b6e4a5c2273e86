"""Videos that are for everybody, kept in memory with the file they play: a member's page need not read them again.

Whether a video is still for everybody, and whether it has changed, is asked of the database each time: that is one
narrow row. What is kept is shared by all who watch at once: it is only ever read.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from django.contrib.auth.models import AnonymousUser

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models.relations import none_apart
from bouquet.foundation.live.kept_parts import kept
from bouquet.sites.videos.actions.purging import video_tag
from bouquet.sites.videos.models import Video
from bouquet.sites.videos.models.reading import VideoQuerySet

_numbers = count()


@dataclass(frozen=True, slots=True)
class Shown:
    """A video as a page shows it. `edition` names this reading of it, for parts drawn from it; None: keep none."""

    video: Video
    edition: int | None = None


def everyones(code: str, visitor: Visitor) -> Shown | None:
    """The video at this address, when whoever has the address may watch it; None when it is not for everybody, and for
    a member from whom its author keeps away, or who keeps away from them."""
    # Not `first`, which sorts what is one row at most.
    stamp = next(
        iter(
            _open(code).filter(none_apart(visitor)).values_list("changed_at", "likes_count", "replies_count", "asset")
        ),
        None,
    )
    if stamp is None:
        return None
    try:
        return kept(("video", code, *stamp), lambda: _read(code), tags=[video_tag(code)])
    except Video.DoesNotExist:  # Closed between the two questions.
        return None


def _open(code: str) -> VideoQuerySet:
    return Video.objects.visible_to(AnonymousUser()).filter(code=code)


def _read(code: str) -> Shown:
    whole = _open(code).select_related("author", "asset", "category").defer("asset__probe_json")
    return Shown(whole.get(), next(_numbers))
