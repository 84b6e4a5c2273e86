"""What is typed becomes what is looked for, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.discovery.engine.marking import excerpt, marked
from bouquet.capabilities.discovery.engine.parsing import LONGEST_QUERY, MOST_PARTS, parse, tidy
from bouquet.capabilities.discovery.engine.spelling import nearest
from bouquet.capabilities.discovery.engine.words import stems_of, words_of


@pytest.mark.parametrize(
    "forms",
    [
        "chantées chanter chanté chant chants",
        "publié publier publiées publie",
        "vélo vélos velo",
        "ami amis amie amies",
        "cheval chevaux",
        "journée journées JOURNEE",
        "cuisiner cuisine cuisinée",
        "national nationaux nationale",
        "cœur coeur coeurs CŒUR",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len(set(stems_of(forms))) == 1


def test_words_stay_apart() -> None:
    assert len(set(stems_of("maison jardin voiture chat chien"))) == 5
    assert words_of("L’été, aujourd'hui: 3×4 été_indien") == ["l", "ete", "aujourd", "hui", "3", "4", "ete", "indien"]


def test_a_search_has_words_phrases_and_what_is_left_out() -> None:
    asked = parse('la plage "de Nice" -pluie -"mauvais temps"')
    assert [(part.words, part.is_phrase) for part in asked.wanted] == [(("plage",), False), (("de", "nice"), True)]
    assert [part.words for part in asked.unwanted] == [("pluie",), ("mauvais", "temps")]


@pytest.mark.parametrize("typed", ["-pluie", "---", '""', "«»", "", "   ", "!?", "\0", "🎬", "- -"])
def test_what_asks_for_nothing_finds_nothing(typed: str) -> None:
    assert not parse(typed)


def test_little_words_alone_are_looked_for() -> None:
    assert [part.words for part in parse("le la").wanted] == [("le",), ("la",)]
    assert [part.words for part in parse("le vent").wanted] == [("vent",)]
    assert [part.words for part in parse('"le vent"').wanted] == [("le", "vent")]


def test_a_word_with_a_dash_or_an_apostrophe_is_its_parts() -> None:
    assert [part.words for part in parse("arc-en-ciel l'horizon").wanted] == [("arc",), ("ciel",), ("horizon",)]


@given(st.text(max_size=300))
def test_whatever_is_typed_only_letters_and_digits_reach_the_index(typed: str) -> None:
    asked = parse(typed)
    assert len(tidy(typed)) <= LONGEST_QUERY
    assert len(asked.wanted) <= MOST_PARTS
    for part in (*asked.wanted, *asked.unwanted):
        assert part.words
        assert all(word.isalnum() for word in (*part.words, *part.stems))


@given(st.text(max_size=200), st.text(max_size=40))
def test_marking_adds_marks_and_nothing_else(text: str, typed: str) -> None:
    html = str(marked(text, parse(typed).stems))
    plain = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain and ">" not in plain
    assert (
        plain.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x27;", "'")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
        == text
    )


def test_marks_stand_around_every_form_of_the_word() -> None:
    assert marked("Chantée <b>chanter</b>", parse("chant").stems) == (
        "<mark>Chantée</mark> &lt;b&gt;<mark>chanter</mark>&lt;/b&gt;"
    )


def test_the_excerpt_shows_where_the_word_stands() -> None:
    text = "Un début sans intérêt. " * 20 + "Puis la baleine surgit. " + "Et la fin. " * 40
    shown = excerpt("Un début sans intérêt.", text, parse("baleines").stems)
    assert "baleine" in shown and shown.startswith("…") and shown.endswith("…") and len(shown) < 240
    assert excerpt("Une baleine.", text, parse("baleines").stems) == "Une baleine."


@pytest.mark.parametrize(("slip", "meant"), [("yotribe", "yootribe"), ("jardni", "jardin"), ("msuique", "musique")])
def test_slips_are_understood(slip: str, meant: str) -> None:
    assert nearest(slip, ["jardin", "musique", "yootribe", "voiture"]) == [meant]


def test_a_short_word_is_not_bent_far() -> None:
    assert nearest("chat", ["chou", "rat"]) == []
