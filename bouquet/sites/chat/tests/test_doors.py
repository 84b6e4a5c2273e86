"""Opening rooms, conversations, coming in by a link, looking after a room."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from bouquet.capabilities.accounts.actions import blocking
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import joining, opening
from bouquet.capabilities.messaging.models import Member, Message, Room
from bouquet.foundation.clock import clock
from bouquet.sites.chat.actions import linking
from bouquet.sites.chat.models import Link


def is_in(room: Room, account: Account) -> bool:
    return Member.objects.filter(room=room, account=account).inside().exists()


def test_a_member_opens_a_room_and_is_in_it(client: Client, ines: Account) -> None:
    client.force_login(ines)
    answer = client.post("/rooms/new", {"name": "Le jardin", "topic": "", "openness": "private"})
    room = Room.objects.get(name="Le jardin")
    assert answer["Location"] == f"/rooms/{room.code}"
    assert is_in(room, ines)


def test_a_conversation_begins_once_and_goes_on(client: Client, ines: Account, karim: Account) -> None:
    client.force_login(ines)
    for text in ("Coucou", "Tu es là ?"):
        client.post("/rooms/write", {"people": "@Karim", "text": text})
    room = Room.objects.get(openness="direct")
    assert [one.text for one in Message.objects.filter(room=room).order_by("seq")] == ["Coucou", "Tu es là ?"]
    client.force_login(karim)
    assert "Coucou" in client.get(f"/rooms/{room.code}").content.decode()


def test_nobody_writes_to_somebody_who_blocked_them(client: Client, ines: Account, karim: Account) -> None:
    blocking.block(account=ines, by=karim)
    client.force_login(ines)
    answer = client.post("/rooms/write", {"people": "karim", "text": "Pourtant"})
    assert answer.status_code == 422
    assert "Pourtant" in answer.content.decode()
    assert not Message.objects.exists()


def test_a_name_nobody_bears_is_told(client: Client, ines: Account) -> None:
    client.force_login(ines)
    answer = client.post("/rooms/write", {"people": "personne", "text": "Allô"})
    assert answer.status_code == 422
    assert "personne" in answer.content.decode()


def test_a_link_lets_in_whoever_follows_it_but_not_by_merely_opening_it(
    client: Client, ines: Account, lea: Account
) -> None:
    cellar = opening.open_room(by=ines, name="La cave", openness="secret")
    link = linking.make(room=cellar, by=ines, most_uses=1)
    client.force_login(lea)
    assert "La cave" in client.get(f"/rooms/via/{link.code}").content.decode()
    assert not is_in(cellar, lea)
    assert client.post(f"/rooms/via/{link.code}")["Location"] == f"/rooms/{cellar.code}"
    assert is_in(cellar, lea)
    assert client.get(f"/rooms/via/{link.code}").status_code == 410


def test_a_link_ends_by_time_by_use_and_when_it_is_taken_back(
    client: Client, kitchen: Room, ines: Account, lea: Account
) -> None:
    office = opening.open_room(by=ines, name="Le bureau", openness="private")
    for_a_day, taken = linking.make(room=office, by=ines, days=1), linking.make(room=office, by=ines)
    client.force_login(lea)
    assert client.post(f"/rooms/{office.code}/links/{taken.code}/revoke").status_code == 404
    linking.revoke(link=taken, by=ines)
    assert client.post(f"/rooms/via/{taken.code}").status_code == 410
    Link.objects.filter(pk=for_a_day.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    assert client.post(f"/rooms/via/{for_a_day.code}").status_code == 410
    assert not is_in(office, lea)


def test_a_link_lets_nobody_in_who_was_sent_away_for_good(
    client: Client, kitchen: Room, ines: Account, lea: Account
) -> None:
    joining.join(room=kitchen, by=lea)
    link = linking.make(room=kitchen, by=ines)
    joining.ban(room=kitchen, by=ines, account=lea)
    client.force_login(lea)
    assert client.post(f"/rooms/via/{link.code}").status_code == 422
    assert not is_in(kitchen, lea)


def test_only_who_may_invite_makes_links(client: Client, ines: Account, lea: Account) -> None:
    office = opening.open_room(by=ines, name="Le bureau", openness="private")
    joining.invite(room=office, by=ines, account=lea)
    joining.join(room=office, by=lea)
    client.force_login(lea)
    assert client.post(f"/rooms/{office.code}/links", {"days": "", "most_uses": ""}).status_code == 403
    assert not Link.objects.exists()


def test_a_keeper_sets_the_room_and_others_do_not(client: Client, kitchen: Room, ines: Account, karim: Account) -> None:
    wanted = {"name": "La grande cuisine", "topic": "", "openness": "public", "slow_seconds": "30", "read_only": "on"}
    client.force_login(karim)
    assert client.post(f"/rooms/{kitchen.code}/settings", wanted).status_code == 403
    client.force_login(ines)
    assert client.post(f"/rooms/{kitchen.code}/settings", wanted).status_code == 302
    kitchen.refresh_from_db()
    assert (kitchen.name, kitchen.slow_seconds, kitchen.is_read_only) == ("La grande cuisine", 30, True)


def test_keepers_hand_keys_send_away_and_ban(client: Client, kitchen: Room, ines: Account, karim: Account) -> None:
    joining.join(room=kitchen, by=karim)
    client.force_login(ines)

    def do(what: str) -> Member:
        client.post(f"/rooms/{kitchen.code}/people/karim", {"do": what})
        return Member.objects.get(room=kitchen, account=karim)

    assert do("keeper").is_keeper
    assert not do("member").is_keeper
    assert do("ban").state == "banned"
    assert "karim" in client.get(f"/rooms/{kitchen.code}/people").content.decode()
    assert do("unban").state == "left"
    client.force_login(karim)
    client.post(f"/rooms/{kitchen.code}/people/ines", {"do": "ban"})
    assert is_in(kitchen, ines)
