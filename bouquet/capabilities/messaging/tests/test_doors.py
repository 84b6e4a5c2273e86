"""Who may come in, read, speak and send away; and that a stranger cannot."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from bouquet.capabilities.accounts.actions import blocking
from bouquet.capabilities.accounts.actions.following import follow
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import joining, opening, posting, searching, showing
from bouquet.capabilities.messaging.actions.following import Log
from bouquet.capabilities.messaging.models import Member, Room
from bouquet.capabilities.messaging.tests.conftest import Say
from bouquet.foundation.subjects import registry

Travel = Callable[[timedelta], AbstractContextManager[None]]


@pytest.fixture
def secret(ines: Account, at_any_pace: None) -> Room:
    return opening.open_room(by=ines, name="Surprise", openness="secret")


def test_a_stranger_reads_a_public_room_and_no_other(room: Room, secret: Room, lea: Account, say: Say) -> None:
    for visitor in (lea, AnonymousUser()):
        assert policies.may_read(visitor, room)
        assert not policies.may_read(visitor, secret)
        assert list(Room.objects.visible_to(visitor)) == [room]
        assert registry.visible([room.ref, secret.ref], visitor) == {room.ref}
    assert Log().catch_up(lea.pk, secret.code, 0).is_gone
    assert not Log().catch_up(None, room.code, 0).is_gone
    with pytest.raises(PermissionDenied):
        say(lea, secret)
    with pytest.raises(PermissionDenied):
        joining.join(room=secret, by=lea)
    assert Client(HTTP_HOST="wideo.m6.localhost").get(f"/rooms/{secret.code}.json").status_code == 404
    assert Client(HTTP_HOST="wideo.m6.localhost").get(f"/rooms/{room.code}.json").status_code == 200


def test_streams_ask_again_when_a_room_is_closed_and_only_then(room: Room, ines: Account) -> None:
    opening.settle(room=room, by=ines, topic="Du pain")
    opening.settle(room=room, by=ines, openness="private")
    frames = Log().news({room.code: room.seq})[room.code].frames
    assert [frame.rechecks for frame in frames] == [False, True]
    assert Log().catch_up(None, room.code, room.seq).is_gone


def test_whoever_is_invited_comes_in(secret: Room, ines: Account, karim: Account, lea: Account, say: Say) -> None:
    joining.invite(room=secret, by=ines, account=karim)
    assert not policies.may_read(karim, secret)
    joining.join(room=secret, by=karim)
    say(karim, secret)
    with pytest.raises(PermissionDenied):
        joining.invite(room=secret, by=karim, account=lea)


def test_whoever_is_sent_away_is_away_and_a_ban_ends(
    room: Room, ines: Account, karim: Account, lea: Account, say: Say, travel: Travel
) -> None:
    say(karim, room)
    with pytest.raises(PermissionDenied):
        joining.kick(room=room, by=karim, account=ines)
    with pytest.raises(PermissionDenied):
        joining.ban(room=room, by=lea, account=karim)
    joining.kick(room=room, by=ines, account=karim)
    say(karim, room, "Me revoilà")
    joining.ban(room=room, by=ines, account=karim, seconds=3600)
    assert not policies.may_read(karim, room)
    with pytest.raises(PermissionDenied):
        joining.join(room=room, by=karim)
    with travel(timedelta(hours=2)):
        joining.join(room=room, by=karim)
        joining.ban(room=room, by=ines, account=karim)
        joining.unban(room=room, by=ines, account=karim)
        joining.join(room=room, by=karim)


def test_slow_mode_and_read_only_hold_for_all_but_keepers(
    room: Room, ines: Account, karim: Account, say: Say, travel: Travel
) -> None:
    opening.settle(room=room, by=ines, slow_seconds=30)
    say(karim, room)
    with pytest.raises(posting.Slow) as slow:
        say(karim, room)
    assert 25 <= slow.value.seconds <= 30
    say(ines, room)
    say(ines, room)
    with travel(timedelta(seconds=31)):
        say(karim, room)
    opening.settle(room=room, by=ines, slow_seconds=0, read_only=True)
    with pytest.raises(posting.ReadOnly):
        say(karim, room)
    joining.give_role(room=room, by=ines, account=karim, role="keeper")
    say(karim, room)
    with pytest.raises(PermissionDenied):
        joining.give_role(room=room, by=karim, account=ines, role="member")
    with pytest.raises(ValidationError):
        opening.settle(room=room, by=ines, name="  ")


def test_the_last_founder_hands_the_room_on(room: Room, ines: Account, karim: Account, lea: Account) -> None:
    joining.join(room=room, by=karim)
    joining.join(room=room, by=lea)
    joining.leave(room=room, by=ines)
    assert Member.objects.get(room=room, account=karim).role == Member.Role.FOUNDER


def test_a_block_holds_in_every_room(room: Room, ines: Account, karim: Account, lea: Account, say: Say) -> None:
    direct = opening.converse(by=ines, people=[karim])
    say(karim, room, "Bonjour à tous")
    blocking.block(account=karim, by=ines)
    with pytest.raises(opening.CannotReach):
        say(karim, direct)
    with pytest.raises(opening.CannotReach):
        opening.converse(by=karim, people=[ines, lea])
    reader = showing.reader_of(room, ines)
    assert showing.history(reader)["messages"] == []
    assert searching.find(words="bonjour", visitor=ines) == []
    caught = Log().catch_up(ines.pk, room.code, 1)
    told = [frame.for_reader(room.code, ines.pk, caught.apart) for frame in caught.frames]
    assert b"Bonjour" not in b"".join(told)
    assert sum(b'"skip"' in one for one in told) == 2, "numbers stay without holes"


def test_only_people_they_accepted_write_to_young_members(
    zoe: Account, karim: Account, lea: Account, at_any_pace: None, say: Say
) -> None:
    with pytest.raises(opening.CannotReach) as refusal:
        opening.converse(by=lea, people=[zoe])
    assert refusal.value.why == policies.Why.STRANGER
    follow(account=karim, by=zoe)
    room = opening.converse(by=karim, people=[zoe])
    say(karim, room, "Salut")
    mine = opening.converse(by=zoe, people=[lea])
    say(zoe, mine, "Bonjour madame")
    with pytest.raises(opening.CannotReach):
        say(lea, mine)
    club = opening.open_room(by=lea, name="Club")
    with pytest.raises(ValidationError):
        joining.invite(room=club, by=lea, account=zoe)


def test_search_finds_in_what_one_may_read_only(
    room: Room, secret: Room, ines: Account, lea: Account, say: Say
) -> None:
    say(ines, room, "Un **été** au port")
    hidden = say(ines, secret, "Un été secret")
    joining.join(room=room, by=lea)
    assert [one.room_id for one in searching.find(words="ETE", visitor=lea)] == [room.pk]
    assert searching.find(words="été", visitor=lea, room=secret) == []
    assert [one.pk for one in searching.find(words="secret été", visitor=ines)] == [hidden.pk]


def test_a_room_of_a_thing_follows_the_thing(
    ines: Account, karim: Account, lea: Account, at_any_pace: None, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bouquet.capabilities.messaging.tests.things import Thing, ThingKind

    kind = ThingKind()
    monkeypatch.setitem(registry._kinds, kind.name, kind)
    thing = kind.add(Thing(ines, readers={karim.pk}))
    room = opening.room_about(thing.ref, name="Autour")
    assert opening.room_about(thing.ref, name="Autour").pk == room.pk
    say(karim, room)
    assert not policies.may_read(lea, room)
    assert policies.seat_of(ines, room).keeps
    joining.kick(room=room, by=ines, account=karim)
    thing.readers = {lea.pk}
    assert not policies.may_read(karim, room)
    say(lea, room)
