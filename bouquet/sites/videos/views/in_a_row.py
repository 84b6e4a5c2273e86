"""A video watched within a playlist: what came before, what comes next, and the list beside the player."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

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


@dataclass(frozen=True)
class EmbeddedRow:
    """A playlist in the player on other people's pages; `before` and `after` are paths, empty at the ends."""

    place: int
    count: int
    before: str
    after: str


def embedded_row(request: HttpRequest, video: Video) -> EmbeddedRow | None:
    """What `list=` names, of videos that anybody may be shown there. It never goes on by itself: nobody knows here how
    old the person is who watches."""
    code = request.GET.get("list", "")[:11]
    playlist = Playlist.objects.visible_to(AnonymousUser()).filter(code=code).first() if code else None
    if playlist is None:
        return None
    keys = collected(playlist, AnonymousUser())
    shown = Video.objects.filter(pk__in=keys, allows_embedding=True).values_list("pk", "code")
    codes = dict(shown)
    order = [codes[key] for key in keys if key in codes]
    if video.code not in order:
        return None
    here = order.index(video.code)
    around = [
        f"{reverse('videos:embed', args=[order[place]])}?list={code}" if 0 <= place < len(order) else ""
        for place in (here - 1, here + 1)
    ]
    return EmbeddedRow(here + 1, len(order), *around)


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
