"""A film the room watches together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import joining, opening, showing, watching
from bouquet.capabilities.messaging.actions.committing import Command, commit
from bouquet.capabilities.messaging.actions.following import Log, frames_of
from bouquet.capabilities.messaging.models import Event, Room, Watching
from bouquet.capabilities.messaging.tests.programs import FilmKind
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects import registry


@pytest.fixture
def films() -> Iterator[FilmKind]:
    kind = FilmKind()
    registry.register_kind(kind)
    yield kind
    del registry._kinds[kind.name]


def test_a_keeper_plays_a_film_and_everybody_finds_its_place(
    room: Room, films: FilmKind, ines: Account, karim: Account
) -> None:
    watching.start(room=room, by=ines, ref=films.add())
    watching.steer(room=room, by=ines, is_playing=False, at_seconds=42.5)
    seen = showing.snapshot(showing.reader_of(room, karim))["watching"]
    assert (seen["title"], seen["playing"], seen["at"], seen["host"]["handle"]) == ("Le port", False, 42.5, "ines")
    assert seen["embed"].startswith("http://x/embed/")
    watching.stop(room=room, by=ines)
    assert "watching" not in showing.snapshot(showing.reader_of(room, karim))


def test_every_change_is_an_event_that_tells_how_it_stands_now(room: Room, films: FilmKind, ines: Account) -> None:
    seq = Room.objects.get(pk=room.pk).seq
    watching.start(room=room, by=ines, ref=films.add())
    watching.steer(room=room, by=ines, is_playing=True, at_seconds=10)
    frames = frames_of(Room.objects.get(pk=room.pk), showing.events_after(room, seq))
    told = [json.loads(frame.data.decode().partition("data: ")[2])["data"] for frame in frames]
    assert [one["does"] for one in told] == ["start", "play"]
    assert [one["watching"]["at"] for one in told] == [10.0, 10.0]
    assert len(Log().catch_up(ines.pk, room.code, seq).frames) == 2


def test_only_who_keeps_the_room_chooses_plays_and_pauses(
    room: Room, films: FilmKind, ines: Account, karim: Account
) -> None:
    joining.join(room=room, by=karim)
    film = films.add()
    with pytest.raises(PermissionDenied):
        watching.start(room=room, by=karim, ref=film)
    watching.start(room=room, by=ines, ref=film)
    with pytest.raises(PermissionDenied):
        watching.steer(room=room, by=karim, is_playing=False, at_seconds=0)
    with pytest.raises(PermissionDenied):
        watching.stop(room=room, by=karim)


def test_in_a_conversation_both_do(films: FilmKind, ines: Account, karim: Account, at_any_pace: None) -> None:
    talk = opening.converse(by=ines, people=[karim])
    watching.start(room=talk, by=ines, ref=films.add())
    watching.steer(room=talk, by=karim, is_playing=False, at_seconds=3)
    assert Watching.objects.get().at_seconds == 3


def test_what_not_everybody_may_watch_is_not_played(room: Room, films: FilmKind, ines: Account) -> None:
    with pytest.raises(ValidationError):
        watching.start(room=room, by=ines, ref=films.add(watched_by=ines))
    film = films.add()
    watching.start(room=room, by=ines, ref=film)
    films.films[film.key] = ines
    assert watching.drawn(room) is None, "what is hidden meanwhile is not shown on"


def test_the_host_s_clock_is_believed_as_far_as_it_can_be_true(room: Room, films: FilmKind, ines: Account) -> None:
    watching.start(room=room, by=ines, ref=films.add())
    lately = clock.now() - timedelta(seconds=2)
    watching.steer(room=room, by=ines, is_playing=True, at_seconds=5, since=lately)
    assert Watching.objects.get().since == lately
    watching.steer(room=room, by=ines, is_playing=True, at_seconds=5, since=lately - timedelta(hours=1))
    assert clock.now() - Watching.objects.get().since < timedelta(seconds=2)


def test_by_commands_it_is_steered_once_each(room: Room, films: FilmKind, ines: Account) -> None:
    watching.start(room=room, by=ines, ref=films.add())
    body = {"kind": "watch", "playing": False, "at": 7.5, "since": int(clock.now().timestamp() * 1000)}
    first, again = commit([Command(ines.pk, room.code, body | {"client": "client-01"})] * 2)
    assert (first.status, again.answer["seq"]) == (200, first.answer["seq"])
    assert Watching.objects.get().at_seconds == 7.5
    wrong: list[dict[str, object]] = [{"at": "7"}, {"at": float("inf")}, {"at": 1, "since": "x"}, {"at": True}]
    for number, more in enumerate(wrong):
        (refused,) = commit([Command(ines.pk, room.code, {"kind": "watch", "client": f"client-1{number}"} | more)])
        assert refused.status == 400
    (ended,) = commit([Command(ines.pk, room.code, {"kind": "watch", "stop": True, "client": "client-20"})])
    assert ended.status == 200
    assert not Watching.objects.exists()
    (late,) = commit([Command(ines.pk, room.code, body | {"client": "client-21"})])
    assert (late.status, late.answer) == (200, {})
    assert Event.objects.filter(room=room, kind="watch").count() == 3
