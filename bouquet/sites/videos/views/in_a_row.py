"""A video watched within a playlist: what came before, what comes next, and the list beside the player."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.sites.videos.models import Playlist, Video
from bouquet.sites.videos.models.collected import collected
from bouquet.sites.videos.views import listing

# How many of a long list stand beside the player.
AROUND = 24


@dataclass(frozen=True)
class Step:
    """One line of the list."""

    video: Video
    address: str
    place: int
    is_current: bool


@dataclass(frozen=True)
class Row:
    """`place` counts from 1; `before` and `after` are addresses, empty at the ends."""

    playlist: Playlist
    steps: list[Step]
    place: int
    count: int
    before: str
    after: str


def row_of(request: HttpRequest, video: Video) -> Row | None:
    """The playlist that `list=` names, when this visitor may open it and the video is in it; four queries then."""
    code, visitor = request.GET.get("list", "")[:11], visitor_of(request)
    if not code:
        return None
    playlist = Playlist.objects.visible_to(visitor).select_related("owner").filter(code=code).first()
    keys = collected(playlist, visitor) if playlist else []
    if playlist is None or video.pk not in keys:
        return None
    here = keys.index(video.pk)
    first = max(0, here - AROUND // 2)
    shown = listing.in_order(keys[first : first + AROUND])
    steps = [
        Step(one, f"{one.path}?list={code}", first + number, one.pk == video.pk)
        for number, one in enumerate(shown, start=1)
    ]
    address = {step.place: step.address for step in steps}
    return Row(playlist, steps, here + 1, len(keys), address.get(here, ""), address.get(here + 2, ""))
