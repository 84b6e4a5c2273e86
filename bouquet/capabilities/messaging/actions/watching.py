"""Watch a film together: one for the room, in step for everybody in it.

What is told is where the film stood at a moment of the house's clock; every client reckons from there. Each change is
an event of the room: whoever was away, or comes late, finds the same place as the others.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import drawing
from bouquet.capabilities.messaging.actions.joining import sit_down
from bouquet.capabilities.messaging.actions.recording import append, locked, sent_before
from bouquet.capabilities.messaging.models import Event, Room
from bouquet.capabilities.messaging.models.watching import Watching
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Subject

NOT_A_FILM = _("Give the address of a video of this network that everybody may watch.")
# What is on its way longer than this stood somewhere else by then.
LATEST = timedelta(seconds=10)
LONGEST_SECONDS = 7 * 86400.0


@transaction.atomic
def start(*, room: Room, by: Account, ref: Ref, client: str = "") -> Event:
    """Play `ref` for everybody, from its beginning, in place of what played before. PermissionDenied; ValidationError
    where not everybody may watch it."""
    kept = _for_host(room, by)
    if before := sent_before(kept, by, client):
        return before
    if playable(ref) is None:
        raise ValidationError(NOT_A_FILM, code="film")
    sit_down(kept, policies.seat_of(by, kept))
    now = clock.now()
    fresh = {"kind": ref.kind, "key": ref.key, "host": by, "is_playing": True, "at_seconds": 0.0}
    Watching.objects.update_or_create(room=kept, defaults={**fresh, "since": now, "began_at": now})
    return append(kept, Event.Kind.WATCH, by=by, client=client, data={"does": "start"})


@transaction.atomic
def steer(
    *, room: Room, by: Account, is_playing: bool, at_seconds: float, since: datetime | None = None, client: str = ""
) -> Event | None:
    """Play or pause, at that second. `since`: when it stood there, by the house's clock as the host's device reckons
    it. None when nothing plays any more. PermissionDenied."""
    kept = _for_host(room, by)
    if before := sent_before(kept, by, client):
        return before
    film = Watching.objects.filter(room=kept).first()
    if film is None:
        return None
    now = clock.now()
    film.is_playing = is_playing
    film.at_seconds = max(0.0, min(at_seconds, LONGEST_SECONDS))
    film.since = since if since is not None and now - LATEST < since <= now else now
    film.save(update_fields=["is_playing", "at_seconds", "since"])
    return append(kept, Event.Kind.WATCH, by=by, client=client, data={"does": "play" if is_playing else "pause"})


@transaction.atomic
def stop(*, room: Room, by: Account, client: str = "") -> Event:
    """Nothing plays any more. PermissionDenied."""
    kept = _for_host(room, by)
    if before := sent_before(kept, by, client):
        return before
    Watching.objects.filter(room=kept).delete()
    return append(kept, Event.Kind.WATCH, by=by, client=client, data={"does": "stop"})


def playable(ref: Ref) -> Subject | None:
    """The film, when everybody may watch it and it plays within other pages (`Subject.embed`). A list of several goes
    its own way, and is none."""
    if not registry.visible([ref], AnonymousUser()):
        return None
    found = registry.subject(ref)
    return found if found is not None and found.embed and not urlsplit(found.embed).query else None


def drawn(room: Room) -> drawing.Json | None:
    """What the room watches, as the protocol tells it; None for nothing, or what is not shown any more."""
    film = Watching.objects.filter(room=room).select_related("host").first()
    subject = playable(film.ref) if film is not None else None
    if film is None or subject is None:
        return None
    return {
        "title": subject.title,
        "address": subject.address,
        "embed": subject.embed,
        "picture": next(iter(subject.pictures), ""),
        "host": drawing.person(film.host),
        "playing": film.is_playing,
        "at": film.at_seconds,
        "since": drawing.moment(film.since),
        "began": drawing.moment(film.began_at),
    }


def _for_host(room: Room, by: Account) -> Room:
    kept = locked(room)
    if not policies.may_host(policies.seat_of(by, kept), kept):
        raise PermissionDenied
    return kept
