"""« Vos affinités »."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import cataloguing, declaring, dismissing, exporting, signals
from bouquet.capabilities.affinity.models import Affinity, Basis, Profile, Signal, Tag
from bouquet.capabilities.affinity.tests.conftest import GROUP, Groups, allow
from bouquet.capabilities.moderation.actions.watching import watch
from bouquet.capabilities.moderation.models import WatchedWord
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock

PAGE = "/en/reglages/affinites/"


@pytest.fixture
def window(ines: Account) -> Client:
    """Inès's."""
    client = Client(headers={"host": network().account_host})
    client.force_login(ines)
    return client


def text_of(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_strangers_are_asked_to_sign_in(db: None) -> None:
    answer = Client(headers={"host": network().account_host}).get(PAGE)
    assert answer.status_code == 302
    assert "connexion" in answer["Location"]


def test_a_member_sees_what_they_said_and_what_was_learnt_and_why(
    window: Client, ines: Account, groups: Groups
) -> None:
    group = groups.add("grimpe")
    cataloguing.refresh_all()
    allow(ines)
    declaring.declare(account=ines, tags=["jazz"])
    for _ in range(3):
        signals.record(account_id=ines.pk, ref=group, verb="watch")
    signals.record(account_id=ines.pk, ref=group, verb="join")
    page = text_of(window)
    for words in ("jazz", "counts a lot", "You said so", "grimpe", "watched 3 times, joined once", "Group 0"):
        assert words in page


def test_they_add_and_are_told_what_cannot_be_added(window: Client, ines: Account) -> None:
    window.post(f"{PAGE}ajouter/", {"tags": "Jazz, jeux de société; rap"})
    assert {row.tag.slug for row in Affinity.objects.filter(account=ines)} == {"jazz", "jeux-de-societe", "rap"}
    answer = window.post(f"{PAGE}ajouter/", {"tags": "blues, ???"})
    assert answer.status_code == 422
    assert "“???” cannot be an affinity. Nothing was added." in answer.content.decode()
    assert Affinity.objects.count() == 3
    assert window.post(f"{PAGE}ajouter/", {"tags": " , "}).status_code == 422


def test_they_are_told_in_their_language_what_is_not_accepted(window: Client, ines: Account) -> None:
    watch(word="andouille", action=WatchedWord.Action.REFUSE, language="", by=None)
    answer = window.post("/reglages/affinites/ajouter/", {"tags": "blues, Andouille"})
    assert answer.status_code == 422
    wanted = "«\xa0Andouille\xa0» n’est pas accepté ici, et rien n’a été ajouté\xa0: dites-le autrement."
    assert wanted in answer.content.decode()
    assert "blues, Andouille" in answer.content.decode()
    assert not Affinity.objects.exists()


def test_what_can_no_longer_be_said_cannot_be_taken_back_onto_the_list(window: Client, ines: Account) -> None:
    tag = Tag.objects.create(slug="andouille", name_fr="andouille", people=7)
    watch(word="andouille", action=WatchedWord.Action.REFUSE, language="", by=None)
    answer = window.post(f"{PAGE}{tag.slug}/add/", follow=True)
    assert "“andouille” cannot be an affinity" in answer.content.decode()
    assert not Affinity.objects.exists()


@pytest.mark.parametrize("verb", ["add", "remove", "not-me", "allow", "pin", "unpin"])
def test_every_correction_can_be_made_and_undone(window: Client, ines: Account, karim: Account, verb: str) -> None:
    for account in (ines, karim):
        declaring.declare(account=account, tags=["jazz"])
    answer = window.post(f"{PAGE}jazz/{verb}/", follow=True)
    assert answer.status_code == 200
    undo = next(part for part in answer.content.decode().split('"') if part.startswith(f"{PAGE}jazz/"))
    assert window.post(undo).status_code == 302


def test_not_me_deletes_what_was_learnt_of_it(window: Client, ines: Account, groups: Groups) -> None:
    group = groups.add("grimpe")
    cataloguing.refresh_all()
    allow(ines)
    signals.record(account_id=ines.pk, ref=group, verb="join")
    window.post(f"{PAGE}grimpe/not-me/")
    assert not Signal.objects.about_tags().exists()
    assert "What is not you" in text_of(window)


def test_the_order_is_theirs(window: Client, ines: Account) -> None:
    declaring.declare(account=ines, tags=["jazz", "rap", "blues"])
    window.post(f"{PAGE}ordre/", {"up": "blues"})
    window.post(f"{PAGE}ordre/", {"down": "jazz"})
    rows = Affinity.objects.filter(account=ines).order_by("position")
    assert [row.tag.slug for row in rows] == ["blues", "jazz", "rap"]
    assert Profile.objects.get().is_ordered
    window.post(f"{PAGE}ordre/", {"is_ordered": "0"})
    assert not Profile.objects.get().is_ordered


def test_behaviour_is_off_until_they_choose_it(window: Client, ines: Account) -> None:
    assert "you have not allowed it" in text_of(window)
    answer = window.post(f"{PAGE}choix/", {"basis": "behaviour", "is_suggestible": "on"}, follow=True)
    assert "You have allowed it since" in answer.content.decode() or "Nothing yet" in answer.content.decode()
    assert Profile.objects.get().basis == Basis.BEHAVIOUR
    answer = window.post(f"{PAGE}choix/", {"basis": "nothing"}, follow=True)
    assert "What was learnt from what you do is deleted." in answer.content.decode()
    assert not Profile.objects.get().is_suggestible


def test_the_young_are_not_even_asked(window: Client, ines: Account) -> None:
    ines.birth_date = clock.today() - timedelta(days=16 * 366)
    ines.save()
    page = text_of(window)
    assert 'value="behaviour"' not in page
    assert "is_suggestible" not in page
    assert window.post(f"{PAGE}choix/", {"basis": "behaviour"}).status_code == 422
    assert not Profile.objects.filter(basis=Basis.BEHAVIOUR).exists()
    assert window.post(f"{PAGE}choix/", {"basis": "nothing"}).status_code == 302


def test_they_take_it_with_them(window: Client, ines: Account, groups: Groups) -> None:
    group = groups.add("grimpe")
    cataloguing.refresh_all()
    allow(ines)
    declaring.declare(account=ines, tags=["Échecs"])
    signals.record(account_id=ines.pk, ref=group, verb="join")
    dismissing.dismiss(account=ines, ref=group)
    answer = window.get(f"{PAGE}copie.json")
    assert "attachment" in answer["Content-Disposition"]
    copy = json.load(io.BytesIO(answer.content))
    assert [row["name"] for row in copy["affinities"]] == ["Échecs"]
    assert {(row["kind"], row["tag"]) for row in copy["signals"]} == {(GROUP, None), ("affinity.tag", "grimpe")}
    assert copy["choices"][0]["basis"] == "behaviour"
    assert copy["dismissed"][0]["key"] == str(group.key)
    assert {file.name for file in exporting.collect(ines)} == {f"{name}.json" for name in copy}


def test_they_erase_it(window: Client, ines: Account) -> None:
    declaring.declare(account=ines, tags=["jazz"])
    window.post(f"{PAGE}effacer/")
    assert not Affinity.objects.exists()


def test_names_are_proposed_only_of_tags_that_may_be_shown(window: Client) -> None:
    Tag.objects.create(slug="grimpe", name_fr="grimpe", name_en="climbing", is_kept=True)
    Tag.objects.create(slug="grimpe-de-karim", name_fr="grimpe de Karim", people=1)
    Tag.objects.create(slug="grimper-en-rond", name_fr="grimper en rond", people=9)
    answer = window.get(f"{PAGE}mots/", {"q": "jazz, Grim"})
    assert json.loads(answer.content) == ["grimper en rond", "climbing"]
    assert json.loads(window.get(f"{PAGE}mots/", {"q": "g"}).content) == []


def test_the_page_costs_the_same_whatever_they_did(window: Client, ines: Account, groups: Groups) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    refs = [groups.add("grimpe", f"chose {number}") for number in range(30)]
    cataloguing.refresh_all()
    allow(ines)
    signals.record(account_id=ines.pk, ref=refs[0], verb="join")
    with CaptureQueriesContext(connection) as few:
        text_of(window)
    for ref in refs[1:]:
        signals.record(account_id=ines.pk, ref=ref, verb="join")
    with CaptureQueriesContext(connection) as many:
        text_of(window)
    assert len(many) <= len(few)


def test_the_page_is_french_where_it_has_no_prefix(window: Client) -> None:
    page = text_of(window, "/reglages/affinites/")
    assert "Vos affinités" in page
    assert "What you say" not in page
