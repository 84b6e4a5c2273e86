"""What a tribe says of itself, notes of invitations, answers of who asks to join: looked at before they are kept."""

from __future__ import annotations

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.models import Case, WatchedWord
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.models import Ask, Invitation, Openness, Tribe
from bouquet.sites.tribes.tests.gatherings import HOST
from bouquet.sites.tribes.tests.making import tribe_of

WORDS = {"name": "Grimpe", "language": "fr", "openness": "open", "is_listed": "on", "step": "2"}


@pytest.fixture(params=[WatchedWord.Action.REFUSE, WatchedWord.Action.HOLD])
def zigoto(request: pytest.FixtureRequest, db: None) -> WatchedWord:
    return WatchedWord.objects.create(word="zigoto", action=request.param)


def browser(person: Account) -> Client:
    client = Client(HTTP_HOST=HOST, headers={"accept-language": "fr"})
    client.force_login(person)
    return client


@pytest.mark.parametrize("field", ["name", "about", "rules", "questions", "place", "tags"])
def test_no_tribe_says_it_of_itself(ines: Account, zigoto: WatchedWord, field: str) -> None:
    told = {**WORDS, field: "Les z1gotos, zigoto"}
    answer = browser(ines).post("/tribes/new", told)
    assert answer.status_code == 422
    assert "autrement" in answer.content.decode()
    assert not Tribe.objects.exists()
    tribe = tribe_of(ines, "Grimpe")
    answer = browser(ines).post(f"/t/{tribe.slug}/settings", told)
    assert answer.status_code == 422
    assert "autrement" in answer.content.decode()
    assert "Les z1gotos, zigoto" in answer.content.decode()
    tribe.refresh_from_db()
    assert tribe.name == "Grimpe"
    assert "zigoto" not in f"{tribe.about}{tribe.rules}{tribe.questions}{tribe.place}"
    assert not tribe.tags.filter(slug__contains="zigoto").exists()


def test_what_it_said_before_may_stay(ines: Account, zigoto: WatchedWord) -> None:
    tribe = tribe_of(ines, "Les Zigotos", about="Un zigoto")
    answer = browser(ines).post(f"/t/{tribe.slug}/settings", {**WORDS, "name": "Zigoto", "about": "Un zigoto, deux"})
    assert answer.status_code == 302


def test_what_is_only_flagged_brings_the_tribe_onto_the_desk(ines: Account, db: None) -> None:
    WatchedWord.objects.create(word="zigoto", action=WatchedWord.Action.FLAG)
    browser(ines).post("/tribes/new", {**WORDS, "name": "Zigoto"})
    assert Case.objects.open().filter(kind=TRIBE, key=Tribe.objects.get().pk).exists()


def test_notes_and_answers(ines: Account, karim: Account, lea: Account, zigoto: WatchedWord) -> None:
    tribe = tribe_of(ines, openness=Openness.CLOSED, questions=("Pourquoi ?",))
    answer = browser(ines).post(f"/t/{tribe.slug}/invite", {"handle": "karim", "note": "Viens, zigoto"})
    assert "autrement" in answer.content.decode()
    assert not Invitation.objects.exists()
    answer = browser(lea).post(f"/t/{tribe.slug}/ask", {"answer_0": "Pour toi, z1goto"})
    assert answer.status_code == 422
    assert "Pour toi, z1goto" in answer.content.decode()
    assert not Ask.objects.exists()
