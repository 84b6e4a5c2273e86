"""Playlists: make one, put videos in and take them out, put them in order, throw it away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max

from bouquet.capabilities.accounts.engine.names import tidied
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import wording
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.videos.engine.kinds import PLAYLIST
from bouquet.sites.videos.events import PlaylistChanged, PlaylistErased
from bouquet.sites.videos.models import Playlist, PlaylistEntry, PlaylistVisibility, Video
from bouquet.sites.videos.models.playlist import LONGEST_TITLE

MOST_PLAYLISTS = 200
MOST_ENTRIES = 500


class TooManyPlaylists(ValueError):
    """Two hundred are enough for one person."""


class PlaylistFull(ValueError):
    """Five hundred videos are enough for one evening."""


@transaction.atomic
def make(*, by: Account, title: str, description: str = "", visibility: str = PlaylistVisibility.PRIVATE) -> Playlist:
    """A new, empty playlist. Raises TooManyPlaylists and `wording.Refused`."""
    # One after the other: the limit is one.
    Account.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    if Playlist.objects.filter(owner=by).count() >= MOST_PLAYLISTS:
        raise TooManyPlaylists
    playlist = Playlist(owner=by, visibility=visibility, description=description.strip())
    playlist.own_title = tidied(title)[:LONGEST_TITLE].strip()
    wording.require_fit(text=f"{title}\n{description}", by=by, ref=None)
    playlist.save()
    announce(PlaylistChanged(playlist.pk))
    return playlist


@transaction.atomic
def describe(*, playlist: Playlist, by: Account, title: str, description: str, visibility: str) -> None:
    """Other words, or open to others. What waits to be watched keeps its name and stays private: PermissionDenied.

    Raises `wording.Refused`.
    """
    held = _own(playlist, by)
    if held.is_watch_later:
        raise PermissionDenied
    previous = f"{held.own_title}\n{held.description}"
    wording.require_fit(text=f"{title}\n{description}", by=by, ref=Ref(PLAYLIST, held.pk), previous=previous)
    held.own_title = tidied(title)[:LONGEST_TITLE].strip()
    held.description, held.visibility, held.changed_at = description.strip(), visibility, clock.now()
    held.save(update_fields=["own_title", "description", "visibility", "changed_at"])
    announce(PlaylistChanged(held.pk))


def watch_later_of(account: Account) -> Playlist:
    """The playlist everybody has; made when it is first asked for."""
    playlist, _is_new = Playlist.objects.get_or_create(owner=account, is_watch_later=True)
    return playlist


@transaction.atomic
def put_in(*, playlist: Playlist, video: Video, by: Account) -> None:
    """At the end; what is in already stays where it is. Raises PlaylistFull."""
    held = _own(playlist, by)
    if held.entries.filter(video=video).exists():
        return
    if held.entries_count >= MOST_ENTRIES:
        raise PlaylistFull
    last = held.entries.aggregate(last=Max("place"))["last"]
    PlaylistEntry.objects.create(playlist=held, video=video, place=0 if last is None else last + 1)
    _changed(held)


@transaction.atomic
def take_out(*, playlist: Playlist, video: Video, by: Account) -> None:
    """Safe to repeat."""
    held = _own(playlist, by)
    gone, _by_model = held.entries.filter(video=video).delete()
    if gone:
        _changed(held)


@transaction.atomic
def keep_only(*, playlist: Playlist, by: Account, videos: Collection[UUID]) -> None:
    """Take everything else out: what may not be watched any more."""
    held = _own(playlist, by)
    held.entries.exclude(video__in=list(videos)).delete()
    _changed(held)


@transaction.atomic
def move(*, playlist: Playlist, video: Video, by: Account, after: Video | None) -> None:
    """Put `video` behind `after`, or first. Nothing happens when one of them is not (any more) in the playlist."""
    held = _own(playlist, by)
    order = list(held.entries.order_by("place", "pk").values_list("video", flat=True))
    if video.pk not in order or (after is not None and (after.pk not in order or after == video)):
        return
    order.remove(video.pk)
    order.insert(order.index(after.pk) + 1 if after is not None else 0, video.pk)
    _put_in_order(held, order)
    _changed(held)


@transaction.atomic
def step(*, playlist: Playlist, video: Video, by: Account, towards: int) -> None:
    """One place up (-1) or down (+1) among the others: without script."""
    held = _own(playlist, by)
    order = list(held.entries.order_by("place", "pk").values_list("video", flat=True))
    if video.pk not in order:
        return
    here = order.index(video.pk)
    there = min(max(here + towards, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    _put_in_order(held, order)
    _changed(held)


@transaction.atomic
def throw_away(*, playlist: Playlist, by: Account) -> None:
    """The playlist is gone; the videos stay. What waits to be watched is only emptied."""
    held = _own(playlist, by)
    if held.is_watch_later:
        held.entries.all().delete()
        _changed(held)
    else:
        erase(playlist=held)


@transaction.atomic
def erase(*, playlist: Playlist) -> None:
    """For the house itself: its member is gone. Safe to repeat."""
    event = PlaylistErased(playlist_id=playlist.pk, code=playlist.code, owner_id=playlist.owner_id)
    gone, _by_model = Playlist.objects.filter(pk=playlist.pk).delete()
    if gone:
        announce(event)


@transaction.atomic
def take_out_everywhere(*, video_id: UUID) -> None:
    """A video is gone for ever: playlists count it no more."""
    for playlist in Playlist.objects.filter(entries__video=video_id).order_by("pk"):
        PlaylistEntry.objects.filter(playlist=playlist, video=video_id).delete()
        Playlist.objects.filter(pk=playlist.pk).update(entries_count=F("entries_count") - 1)
        announce(PlaylistChanged(playlist.pk))


def _own(playlist: Playlist, by: Account) -> Playlist:
    """Locked: whoever writes to a playlist waits for its turn. PermissionDenied unless it is theirs."""
    held = Playlist.objects.select_for_update().filter(pk=playlist.pk, owner=by).first()
    if held is None:
        raise PermissionDenied
    return held


def _put_in_order(playlist: Playlist, order: Sequence[UUID]) -> None:
    entries = {entry.video_id: entry for entry in playlist.entries.all()}
    for place, key in enumerate(order):
        entries[key].place = place
    PlaylistEntry.objects.bulk_update(entries.values(), ["place"], batch_size=MOST_ENTRIES)


def _changed(playlist: Playlist) -> None:
    playlist.entries_count, playlist.changed_at = playlist.entries.count(), clock.now()
    playlist.save(update_fields=["entries_count", "changed_at"])
    announce(PlaylistChanged(playlist.pk))
