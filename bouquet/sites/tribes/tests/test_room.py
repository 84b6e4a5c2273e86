"""The room of a tribe: its members' own, as long as they are members."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies as rooms
from bouquet.capabilities.messaging.actions import placing, posting
from bouquet.capabilities.messaging.models import Member, Room
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes import subscribers
from bouquet.sites.tribes.actions import joining
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.events import TribeChanged, TribeJoined, TribeLeft
from bouquet.sites.tribes.models import Membership, Openness, Tribe
from bouquet.sites.tribes.tests.making import let_in, tribe_of

pytestmark = pytest.mark.django_db


def room_of(tribe: Tribe) -> Room:
    return placing.open_one(Ref(TRIBE, tribe.pk))


def is_in(account: Account, room: Room) -> bool:
    return Member.objects.filter(room=room, account=account).inside().exists()


def test_who_is_in_the_tribe_is_in_its_room(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    room = room_of(tribe)
    assert is_in(ines, room) and is_in(karim, room) and room.members_count == 2
    assert rooms.seat_of(ines, room).keeps and not rooms.seat_of(karim, room).keeps


def test_who_comes_and_goes_comes_and_goes_in_the_room(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines, openness=Openness.CLOSED)
    room = room_of(tribe)
    assert not rooms.may_read(karim, room)
    let_in(tribe, karim)
    subscribers.seat_who_came(TribeJoined(tribe.pk, karim.pk))
    assert is_in(karim, room) and rooms.may_post(karim, room)
    joining.leave(tribe=tribe, by=karim)
    subscribers.unseat_who_went(TribeLeft(tribe.pk, karim.pk))
    assert not is_in(karim, room) and not rooms.may_read(karim, room)


@pytest.mark.parametrize("openness", [Openness.CLOSED, Openness.SECRET])
def test_a_stranger_reads_no_room_of_a_closed_or_secret_tribe(ines: Account, karim: Account, openness: str) -> None:
    room = room_of(tribe_of(ines, openness=openness))
    assert not rooms.may_read(karim, room) and not rooms.may_read(AnonymousUser(), room)


def test_everybody_reads_the_room_of_an_open_tribe_and_members_speak(ines: Account, karim: Account) -> None:
    room = room_of(tribe_of(ines, openness=Openness.OPEN))
    assert rooms.may_read(AnonymousUser(), room) and rooms.may_read(karim, room)
    assert not rooms.may_post(karim, room)
    with pytest.raises(PermissionDenied):
        posting.post(room=room, by=karim, text="Bonjour")


def test_a_tribe_that_closes_closes_its_room(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines, openness=Openness.OPEN)
    room = room_of(tribe)
    Tribe.objects.filter(pk=tribe.pk).update(openness=Openness.CLOSED, name="Entre nous")
    subscribers.let_the_change_show(TribeChanged(tribe.pk))
    room.refresh_from_db()
    assert room.name == "Entre nous" and not rooms.may_read(karim, room)
    assert room.events.latest("seq").data == {"openness": "private"}


def test_a_member_whose_row_is_gone_speaks_no_more(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    room = room_of(tribe)
    Membership.objects.filter(tribe=tribe, account=karim).delete()
    assert is_in(karim, room) and not rooms.may_post(karim, room)
