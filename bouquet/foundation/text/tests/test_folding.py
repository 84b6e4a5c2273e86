"""However a word is typed, it is the same word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.foundation.text.folding import fold, spaced, words_of


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Été  à Nîmes !", "ete a nimes"),
        ("Œuvre", "oeuvre"),
        ("C’est_ça", "c est ca"),
        ("ĲSLAND", "ijsland"),
        ("𝕬𝖒𝖎", "ami"),
        ("ǽ Ǿ STRASSE Straße", "ae o strasse strasse"),
        ("UN_DEUX 3", "un deux 3"),
        ("", ""),
    ],
)
def test_words_are_folded(typed: str, folded: str) -> None:
    assert spaced(typed) == folded


@given(st.text(max_size=80))
def test_to_fold_what_is_folded_changes_nothing(typed: str) -> None:
    once = fold(typed)
    assert fold(once) == once
    assert words_of(once) == words_of(typed)
    assert fold(unicodedata.normalize("NFD", typed)) == fold(unicodedata.normalize("NFC", typed)) == once
