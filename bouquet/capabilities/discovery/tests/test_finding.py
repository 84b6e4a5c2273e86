"""People find things: by any form of a word, best first, and with the page's help when nothing fits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.discovery.tests.noting import NoteKind

PAGE = "/network/search"


def titles(client: Client, typed: str, **more: Any) -> list[str]:
    page = client.get(PAGE, {"q": typed, **more})
    assert page.status_code == 200
    return [card.name for card in page.context["cards"]]


@pytest.mark.parametrize(
    "typed", ["été", "ETE", "étés", "ete mer", "l'été à la mer", '"a la mer"', "été -pluie", "plage"]
)
def test_a_note_is_found_by_any_form_of_its_words(notes: NoteKind, client: Client, typed: str) -> None:
    notes.write("Un été à la mer", "Nous avons marché sur les plages.")
    notes.write("La pluie", "Un hiver en montagne.")
    assert titles(client, typed) == ["Un été à la mer"]


@pytest.mark.parametrize("typed", ["mer la", '"mer la"', "été -plages", 'été -"sur les plages"', "neige", "*", "me*"])
def test_what_does_not_fit_is_not_found(notes: NoteKind, client: Client, typed: str) -> None:
    notes.write("Un été à la mer", "Nous avons marché sur les plages.")
    assert titles(client, typed) == (["Un été à la mer"] if typed == "mer la" else [])


def test_a_tag_and_a_body_are_found_too_and_a_title_comes_first(notes: NoteKind, client: Client) -> None:
    notes.write("Dimanche", "On parle de potager ici, et de bien d'autres choses.")
    notes.write("Lundi", tags=("Potager",))
    notes.write("Mon potager")
    assert titles(client, "potagers")[0] == "Mon potager"
    assert set(titles(client, "potagers")) == {"Mon potager", "Lundi", "Dimanche"}


def test_of_two_alike_the_fresh_and_the_liked_come_first(notes: NoteKind, client: Client) -> None:
    notes.write("Concert ancien", age=timedelta(days=700))
    notes.write("Concert frais", age=timedelta(days=1))
    assert titles(client, "concert") == ["Concert frais", "Concert ancien"]
    notes.write("Concert aimé", age=timedelta(days=700), popularity=5000)
    assert titles(client, "concert")[0] == "Concert aimé"


def test_sorts_and_filters_have_addresses(notes: NoteKind, client: Client) -> None:
    notes.write("Jazz vieux", age=timedelta(days=300), popularity=9)
    notes.write("Jazz neuf", age=timedelta(days=1))
    notes.write("Jazz in English", language="en", age=timedelta(days=2), popularity=5)
    notes.write("Jazz à part", type="other", age=timedelta(days=3))
    assert titles(client, "jazz", sort="new") == ["Jazz neuf", "Jazz in English", "Jazz à part", "Jazz vieux"]
    assert titles(client, "jazz", sort="popular")[:2] == ["Jazz vieux", "Jazz in English"]
    assert titles(client, "jazz", lang="en") == ["Jazz in English"]
    assert set(titles(client, "jazz", type="note")) == {"Jazz vieux", "Jazz neuf", "Jazz in English"}
    assert titles(client, "jazz", type="note", lang="en", sort="popular") == ["Jazz in English"]
    # What the address says that we do not know is left aside.
    assert len(titles(client, "jazz", type="x", lang="xx", sort="y", page="²")) == 4


def test_a_slip_is_understood_when_nothing_has_the_word(notes: NoteKind, client: Client) -> None:
    notes.write("Le potager de Karim")
    page = client.get(PAGE, {"q": "potagre karim"})
    assert [card.name for card in page.context["cards"]] == ["Le potager de Karim"]
    assert page.context["found"].corrected == "potager karim"
    assert "<b>potager karim</b>" in page.content.decode()


def test_another_spelling_is_offered_beside_few_results(notes: NoteKind, client: Client) -> None:
    for number in range(6):
        notes.write(f"Potager numéro {number}")
    notes.write("Le potagre de Karim")
    page = client.get(PAGE, {"q": "potagre"})
    assert [card.name for card in page.context["cards"]] == ["Le potagre de Karim"]
    assert page.context["found"].meant == "potager" and "/network/search?q=potager" in page.content.decode()
    # The word as it is mostly written is not doubted.
    assert client.get(PAGE, {"q": "potager karim"}).context["found"].meant == ""


def test_when_nothing_has_all_the_words_some_are_enough(notes: NoteKind, client: Client) -> None:
    notes.write("Voyage au Japon")
    notes.write("Voyage en Islande")
    page = client.get(PAGE, {"q": "voyage islande volcanisme"})
    assert page.context["found"].is_any
    assert next(card.name for card in page.context["cards"]) == "Voyage en Islande"


def test_nothing_found_says_what_to_do(notes: NoteKind, client: Client) -> None:
    notes.write("Un titre", tags=("Astronomie",))
    page = client.get(PAGE, {"q": "xyzzy", "type": "note"}).content.decode()
    assert "Rien trouvé" in page and "Astronomie" in page and "/network/search?q=xyzzy" in page
    empty = client.get(PAGE).content.decode()
    assert "Astronomie" in empty and 'name="robots" content="noindex' in empty


def test_pages_follow_each_other_and_end(notes: NoteKind, client: Client) -> None:
    for number in range(45):
        notes.write(f"Chanson {number}", age=timedelta(days=number + 1))
    first = client.get(PAGE, {"q": "chanson"})
    assert "Plus de 20 résultats" in first.content.decode()
    seen = [card.name for card in first.context["cards"]]
    seen += titles(client, "chanson", page=2) + titles(client, "chanson", page=3)
    assert len(seen) == len(set(seen)) == 45
    assert titles(client, "chanson", page=4) == []
    assert client.get(PAGE, {"q": "chanson", "page": "3"}).context["next_address"] == ""


def test_the_next_page_comes_as_a_fragment(notes: NoteKind, client: Client) -> None:
    for number in range(25):
        notes.write(f"Chanson {number}")
    fragment = client.get(PAGE, {"q": "chanson", "page": "2"}, headers={"HX-Request": "true"}).content.decode()
    assert fragment.count("<article") == 5 and "<html" not in fragment


def test_a_title_cannot_carry_markup(notes: NoteKind, client: Client) -> None:
    notes.write("<script>alert(1)</script> potager", '<img src=x onerror="alert(2)"> potager')
    page = client.get(PAGE, {"q": "potager <b>"}).content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;" in page and "<mark>potager</mark>" in page
    assert "<b>" not in client.get(PAGE, {"q": "xy<b>zzy"}).content.decode()


def test_suggestions_come_while_one_types(notes: NoteKind, client: Client) -> None:
    notes.write("Été à la mer", popularity=3)
    notes.write("Hiver à la mer")
    notes.write("Mer calme")

    def suggested(typed: str) -> list[str]:
        found: list[str] = client.get("/network/suggestions", {"q": typed}).json()
        return found

    assert suggested("ét") == ["Été à la mer"]
    assert suggested("me") == ["Mer calme", "Été à la mer", "Hiver à la mer"]
    assert suggested("mer cal") == ["Mer calme"]
    assert suggested("m") == suggested("") == suggested("“*”") == []


def test_a_page_for_everybody_may_be_kept_and_a_member_s_may_not(
    notes: NoteKind, client: Client, ines: Account
) -> None:
    for path in (PAGE, "/network/suggestions"):
        page = client.get(path, {"q": "mer"})
        assert "s-maxage" in page["Cache-Control"] and "discovery:found" in page["Cache-Tags"]
    assert page["X-Robots-Tag"] == "noindex"
    client.force_login(ines)
    assert client.get(PAGE, {"q": "mer"})["Cache-Control"] == "private, no-store"


def test_it_speaks_english_too(notes: NoteKind, client: Client) -> None:
    notes.write("Un été à la mer")
    page = client.get("/en/network/search", {"q": "mer"}).content.decode()
    assert "1 result" in page and "Sort by" in page


def test_it_costs_as_many_queries_whatever_is_found(
    notes: NoteKind, client: Client, django_assert_max_num_queries: Any
) -> None:
    notes.write("Une chanson")
    with django_assert_max_num_queries(5):
        assert len(titles(client, "chanson une")) == 1
    for number in range(60):
        notes.write(f"Chanson {number}")
    with django_assert_max_num_queries(5):
        assert len(titles(client, "chanson")) == 20
    with django_assert_max_num_queries(3):
        client.get("/network/suggestions", {"q": "cha"})


def test_a_member_s_search_costs_few_queries_more(
    notes: NoteKind, client: Client, ines: Account, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        notes.write(f"Chanson {number}", audience=("members",))
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        assert len(titles(client, "chanson")) == 20


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.text(max_size=140), st.sampled_from(["relevance", "new", "popular"]), st.sampled_from(["", "note"]))
def test_no_words_break_the_page(notes: NoteKind, client: Client, typed: str, sort: str, type: str) -> None:
    if not notes.notes:
        notes.write("Un été à la mer", "AND OR NOT NEAR 1e5 été")
    assert client.get(PAGE, {"q": typed, "sort": sort, "type": type}).status_code == 200
    assert client.get("/network/suggestions", {"q": typed}).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab \"-*()^:NEARORANDT+{}'\\%_é", max_size=60))
def test_operators_of_the_engine_mean_nothing(notes: NoteKind, client: Client, typed: str) -> None:
    assert client.get(PAGE, {"q": typed}).status_code == 200
    assert client.get("/network/suggestions", {"q": typed}).status_code == 200


def test_time_passes_and_a_search_still_answers(
    notes: NoteKind, client: Client, travel: Callable[[timedelta], AbstractContextManager[None]]
) -> None:
    notes.write("Demain", age=timedelta(days=-3))
    assert titles(client, "demain") == ["Demain"]
    with travel(timedelta(days=9000)):
        assert titles(client, "demain") == ["Demain"]
