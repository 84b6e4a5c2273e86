"""Words are found however they are disguised, and never inside others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.moderation.engine import folding
from bouquet.capabilities.moderation.engine.words import Lexicon, Watched

LETTERS = "abcdefghijklmnopqrstuvwxyz"
words = st.text(LETTERS, min_size=3, max_size=12)
# What a word can be disguised by; each keeps it readable.
LEET = {"o": "0", "i": "1", "e": "3", "a": "4", "s": "5", "t": "7", "l": "1", "b": "8", "g": "9"}
LOOKALIKES = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "y": "у", "i": "і", "s": "ѕ"}
ACCENTS = "\u0300\u0301\u0302\u0308\u0327"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def found(word: str, text: str) -> bool:
    return bool(Lexicon([Watched(word, "hold")]).find(text))


@given(words)
def test_a_word_is_found_as_it_is(word: str) -> None:
    assert found(word, f"Mais {word}, enfin !")


@given(words, st.data())
def test_case_and_accents_change_nothing(word: str, data: st.DataObject) -> None:
    disguised = "".join(
        (letter.upper() if data.draw(st.booleans()) else letter) + data.draw(st.sampled_from(["", *ACCENTS]))
        for letter in word
    )
    assert found(word, f"« {unicodedata.normalize('NFC', disguised)} »")


@given(words, st.data())
def test_marks_without_width_change_nothing(word: str, data: st.DataObject) -> None:
    disguised = "".join(letter + data.draw(st.text(ZERO_WIDTH, max_size=2)) for letter in word)
    assert found(word, disguised)


@given(words, st.data())
def test_digits_that_stand_for_letters_change_nothing(word: str, data: st.DataObject) -> None:
    # One letter stays: digits alone are a number. A one is an i or an l, the same all through a word.
    kept = data.draw(st.integers(0, len(word) - 1))
    one = data.draw(st.sampled_from("il"))
    known = {**LEET, "i": "1" if one == "i" else "i", "l": "1" if one == "l" else "l"}
    disguised = "".join(
        known.get(letter, letter) if place != kept and data.draw(st.booleans()) else letter
        for place, letter in enumerate(word)
    )
    assert found(word, f"un {disguised} là")


@given(words, st.data())
def test_letters_of_other_alphabets_change_nothing(word: str, data: st.DataObject) -> None:
    disguised = "".join(LOOKALIKES.get(letter, letter) if data.draw(st.booleans()) else letter for letter in word)
    assert found(word, f"quel {disguised} celui-là")


@given(words, st.data())
def test_letters_drawn_out_change_nothing(word: str, data: st.DataObject) -> None:
    disguised = "".join(
        letter * (data.draw(st.sampled_from([1, 4, 7])) if word.count(letter * 2) == 0 else 1) for letter in word
    )
    assert found(word, f"espèce de {disguised} !!!")


@given(words, st.sampled_from([" ", ".", "-", "_", "*", ". "]))
def test_separators_between_letters_change_nothing(word: str, separator: str) -> None:
    assert found(word, f"dis donc, {separator.join(word)} !")


@given(words, st.text(LETTERS, min_size=1, max_size=4), st.text(LETTERS, max_size=4))
def test_a_word_inside_another_is_left_alone(word: str, before: str, after: str) -> None:
    longer = before + word + after
    if not folding.is_said(word, longer):
        assert not found(word, f"Voici {longer}.")


@given(st.text(max_size=300), words)
def test_no_text_breaks_it(text: str, word: str) -> None:
    found(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("ass", "un as du volant, et l'assassin de Scunthorpe"),
        ("con", "les conditions du concert à Concarneau"),
        ("cul", "la culture du calcul, le recul des particules"),
        ("sexe", "le comté d'Essex"),
        ("rat", "les ratures du rataplan"),
        ("pute", "une dispute à la députée"),
        ("con", "сон в летнюю ночь, очень хороший фильм"),
        ("ten", "12 10 7"),
    ],
)
def test_scunthorpe_may_speak(word: str, text: str) -> None:
    assert not found(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("salope", "$@10p3"),
        ("connard", "C O N N A R D va"),
        ("connard", "espèce de con-nard"),
        ("enculé", "l'enculé !"),
        ("va te faire", "Va  te... FAIRE"),
        ("va te faire", "v4 te f4ire"),
        ("spam*", "des spammeurs"),
        ("spam*", "$pammmmer"),
        ("con", "con!"),
        ("abruti", "@bruti"),
        ("œuf", "OEUF"),
    ],
)
def test_it_sees_through(word: str, text: str) -> None:
    assert found(word, text)
