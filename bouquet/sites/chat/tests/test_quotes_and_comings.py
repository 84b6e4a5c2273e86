"""A message that answers another shows it; who came and went is told, in one sentence."""

from __future__ import annotations

import pytest
from django.test import Client

from bouquet.capabilities.accounts.actions.blocking import block
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import joining, opening, posting, showing
from bouquet.capabilities.messaging.models import Message, Room

pytestmark = pytest.mark.django_db
HOST = "shaaz.m6.localhost"


@pytest.fixture
def room(ines: Account) -> Room:
    return opening.open_room(by=ines, name="Douarnenez")


def say(room: Room, by: Account, text: str, answers: Message | None = None) -> Message:
    message = posting.post(room=room, by=by, text=text, answers=answers).message
    assert message is not None
    return message


def signed_in(account: Account) -> Client:
    client = Client(HTTP_HOST=HOST)
    client.force_login(account)
    return client


def test_a_message_shows_what_it_quotes(room: Room, ines: Account, karim: Account) -> None:
    say(room, karim, "Non.", answers=say(room, ines, "On part **demain** ?"))
    page = Client().get(f"/rooms/{room.code}", HTTP_HOST=HOST).content.decode()
    assert f"<strong>{ines.display_name}</strong><span>On part demain ?</span>" in page


def test_a_quote_can_be_written_without_a_script(room: Room, ines: Account, karim: Account) -> None:
    asked = say(room, ines, "On part demain ?")
    client = signed_in(karim)
    page = client.get(f"/rooms/{room.code}?quote={asked.pk}").content.decode()
    assert f'name="answers" value="{asked.pk}"' in page and "On part demain ?" in page
    client.post(f"/rooms/{room.code}/say", {"text": "Oui !", "answers": str(asked.pk), "client": "a" * 12})
    assert Message.objects.get(text="Oui !").answers == asked


def test_who_keeps_apart_from_somebody_is_shown_no_quote_of_them(
    room: Room, ines: Account, karim: Account, lea: Account
) -> None:
    said = say(room, karim, "Un secret de Karim")
    say(room, ines, "Vraiment ?", answers=said)
    block(account=karim, by=lea)
    quoting = showing.history(showing.reader_of(room, lea))["messages"][-1]
    assert quoting["answers"] == str(said.pk) and "quotes" not in quoting


def test_what_was_deleted_is_quoted_no_more(room: Room, ines: Account, karim: Account) -> None:
    from bouquet.capabilities.messaging.actions import editing

    said = say(room, karim, "Un secret de Karim")
    say(room, ines, "Vraiment ?", answers=said)
    editing.delete(message=said, by=karim)
    assert "Un secret" not in Client().get(f"/rooms/{room.code}", HTTP_HOST=HOST).content.decode()


def test_those_who_come_between_two_messages_are_told_in_one_sentence(
    room: Room, ines: Account, karim: Account, lea: Account
) -> None:
    say(room, ines, "Qui vient ?")
    joining.join(room=room, by=karim)
    joining.join(room=room, by=lea)
    say(room, ines, "Bienvenue !")
    joining.leave(room=room, by=karim)
    page = Client().get(f"/rooms/{room.code}", HTTP_HOST=HOST).content.decode()
    assert page.count('class="talk-fact"') == 3
    assert f"{karim.display_name} et {lea.display_name} ont rejoint le salon." in page
    assert f"{karim.display_name} a quitté le salon." in page


def test_a_new_role_is_no_coming(room: Room, ines: Account, karim: Account) -> None:
    joining.join(room=room, by=karim)
    joining.give_role(room=room, by=ines, account=karim, role="keeper")
    facts = showing.snapshot(showing.reader_of(room, ines))["facts"]
    assert [one["change"] for one in facts] == ["came"]


def test_facts_are_asked_for_once_however_many_messages(
    room: Room, ines: Account, karim: Account, django_assert_max_num_queries: object
) -> None:
    joining.join(room=room, by=karim)
    for number in range(30):
        say(room, ines, f"{number}")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        showing.history(showing.reader_of(room, karim), before=10_000)
