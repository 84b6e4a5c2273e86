"""The page of a room, without a script: reading and speaking are plain pages and forms."""

from __future__ import annotations

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import joining, opening, posting
from bouquet.capabilities.messaging.models import Message, Room
from bouquet.capabilities.moderation.models import Pace


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_visitor_reads_a_public_room_and_is_shown_how_to_speak(client: Client, kitchen: Room, ines: Account) -> None:
    posting.post(room=kitchen, by=ines, text="Qui **apporte** le pain ?")
    html = page(client, f"/rooms/{kitchen.code}")
    assert "Qui <strong>apporte</strong> le pain" in html
    assert "/rooms/" + kitchen.code + "/say" not in html
    assert "connecter" in html.lower() or "sign in" in html.lower()


def test_what_is_said_by_form_is_said_once_however_often_it_is_sent(
    client: Client, kitchen: Room, karim: Account
) -> None:
    client.force_login(karim)
    for _ in range(3):
        answer = client.post(f"/rooms/{kitchen.code}/say", {"text": "Moi !", "client": "0123456789abcdef"})
        assert answer.status_code == 302
    assert [one.text for one in Message.objects.filter(room=kitchen)] == ["Moi !"]


def test_what_is_refused_comes_back_as_it_was_typed(client: Client, kitchen: Room, ines: Account, lea: Account) -> None:
    opening.settle(room=kitchen, by=ines, read_only=True)
    client.force_login(lea)
    answer = client.post(f"/rooms/{kitchen.code}/say", {"text": "Et moi ?", "client": "0123456789abcdef"})
    assert answer.status_code == 422
    assert not Message.objects.filter(room=kitchen).exists()


def test_a_secret_room_is_not_there_for_strangers(client: Client, ines: Account, lea: Account) -> None:
    cellar = opening.open_room(by=ines, name="La cave", openness="secret")
    posting.post(room=cellar, by=ines, text="Chut")
    assert client.get(f"/rooms/{cellar.code}").status_code == 404
    client.force_login(lea)
    key = Message.objects.get().pk
    for part in ("", "/pins", "/people", f"/threads/{key}", f"/messages/{key}"):
        assert client.get(f"/rooms/{cellar.code}{part}").status_code == 404, part
    assert "La cave" not in page(client, "/rooms")


def test_a_private_room_shows_its_door_and_nothing_that_is_said(client: Client, ines: Account, lea: Account) -> None:
    office = opening.open_room(by=ines, name="Le bureau", topic="Les comptes", openness="private")
    posting.post(room=office, by=ines, text="Rien pour Léa")
    client.force_login(lea)
    html = page(client, f"/rooms/{office.code}")
    assert "Le bureau" in html
    assert "Rien pour" not in html
    assert client.get(f"/rooms/{office.code}/people").status_code == 404
    joining.invite(room=office, by=ines, account=lea)
    assert f"/rooms/{office.code}/join" in page(client, f"/rooms/{office.code}")
    client.post(f"/rooms/{office.code}/join")
    assert "Rien pour" in page(client, f"/rooms/{office.code}")


def test_history_goes_on_in_both_directions_by_plain_links(client: Client, kitchen: Room, ines: Account) -> None:
    for number in range(120):
        Pace.objects.all().delete()
        posting.post(room=kitchen, by=ines, text=f"Numéro {number}")
    newest = page(client, f"/rooms/{kitchen.code}")
    assert "Numéro 119<" in newest
    assert "Numéro 69<" not in newest
    first = Message.objects.get(text="Numéro 70").seq
    assert f"?before={first}" in newest
    earlier = page(client, f"/rooms/{kitchen.code}?before={first}")
    assert "Numéro 69<" in earlier
    assert "Numéro 70<" not in earlier
    last = Message.objects.get(text="Numéro 69").seq
    assert f"?after={last}" in earlier
    assert "Numéro 70<" in page(client, f"/rooms/{kitchen.code}?after={last}")
    around = page(client, f"/rooms/{kitchen.code}?at={Message.objects.get(text='Numéro 3').seq}")
    assert "Numéro 3<" in around
    assert "Numéro 0<" in around


def test_whoever_comes_back_is_led_to_where_they_stopped(
    client: Client, kitchen: Room, ines: Account, karim: Account
) -> None:
    joining.join(room=kitchen, by=karim)
    stopped = Room.objects.get(pk=kitchen.pk).seq
    for number in range(60):
        Pace.objects.all().delete()
        posting.post(room=kitchen, by=ines, text=f"Numéro {number}")
    client.force_login(karim)
    assert f"?at={stopped + 1}" in page(client, f"/rooms/{kitchen.code}")
    assert "has-unread" in page(client, "/rooms")
    assert 'class="talk-new"' in page(client, f"/rooms/{kitchen.code}?at={stopped + 1}")


def test_an_answer_stands_in_its_thread_and_not_in_the_room(
    client: Client, kitchen: Room, ines: Account, karim: Account
) -> None:
    root = posting.post(room=kitchen, by=ines, text="Une question").message
    assert root is not None
    client.force_login(karim)
    answer = client.post(
        f"/rooms/{kitchen.code}/say", {"text": "Une réponse", "thread": str(root.pk), "client": "0123456789abcdef"}
    )
    assert answer["Location"] == f"/rooms/{kitchen.code}/threads/{root.pk}"
    assert "Une réponse" in page(client, f"/rooms/{kitchen.code}/threads/{root.pk}")
    assert "Une réponse" not in page(client, f"/rooms/{kitchen.code}")


def test_an_emoji_is_put_on_and_taken_off_by_the_same_button(client: Client, kitchen: Room, ines: Account) -> None:
    said = posting.post(room=kitchen, by=ines, text="Bravo").message
    assert said is not None
    client.force_login(ines)
    for count in (1, 0):
        client.post(f"/rooms/{kitchen.code}/react", {"react": f"{said.pk} 🔥"})
        assert said.reacted.count() == count
        assert ('aria-pressed="true"' in page(client, f"/rooms/{kitchen.code}")) is bool(count)


def test_only_its_author_changes_a_message_and_keepers_take_it_away(
    client: Client, kitchen: Room, ines: Account, karim: Account, lea: Account
) -> None:
    said = posting.post(room=kitchen, by=karim, text="Avant").message
    assert said is not None
    base = f"/rooms/{kitchen.code}/messages/{said.pk}"
    client.force_login(lea)
    assert client.get(f"{base}/edit").status_code == 404
    client.post(f"{base}/delete")
    client.force_login(karim)
    client.post(f"{base}/edit", {"text": "Après"})
    assert "Après" in page(client, base)
    client.force_login(ines)
    client.post(f"{base}/pin")
    assert "Après" in page(client, f"/rooms/{kitchen.code}/pins")
    client.post(f"{base}/delete")
    assert "Après" not in page(client, f"/rooms/{kitchen.code}")
    assert client.get(base).status_code == 404


@pytest.mark.parametrize("wrong", ["?at=x", "?before=-1", "?after=99999999999999999999"])
def test_an_address_that_means_nothing_leads_nowhere(client: Client, kitchen: Room, wrong: str) -> None:
    assert client.get(f"/rooms/{kitchen.code}{wrong}").status_code == 404


def test_words_are_found_where_they_may_be_read(client: Client, kitchen: Room, ines: Account, lea: Account) -> None:
    secret = opening.open_room(by=ines, name="La cave", openness="secret")
    posting.post(room=kitchen, by=ines, text="Une tarte aux mirabelles")
    posting.post(room=secret, by=ines, text="Une tarte cachée")
    assert "mirabelles" in page(client, f"/rooms/search?q=tarte&room={kitchen.code}")
    assert client.get(f"/rooms/search?q=tarte&room={secret.code}").status_code == 404
    client.force_login(lea)
    joining.join(room=kitchen, by=lea)
    html = page(client, "/rooms/search?q=Tarte")
    assert "mirabelles" in html
    assert "cachée" not in html
    client.force_login(ines)
    assert "cachée" in page(client, "/rooms/search?q=tarte")
    assert "mirabelles" not in page(client, f"/rooms/search?q=tarte&room={secret.code}")


def test_a_brand_that_shows_two_sites_has_the_links_of_both(client: Client, kitchen: Room) -> None:
    header = page(client, "/rooms").partition("<main")[0]
    assert 'class="nav-rooms"' in header
    assert header.count('aria-current="page"') == 1
    assert header.count("<a ", header.index("brand-nav")) > 1
