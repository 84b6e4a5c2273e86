"""People in a sentence, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.notifications.engine.naming import people_in_words

NAMES = st.lists(st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=8), max_size=3)


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("fr", 1, "Karim"),
        ("fr", 2, "Karim et Léa"),
        ("fr", 3, "Karim et 2 autres"),
        ("fr", 5, "Karim et 4 autres"),
        ("en", 1, "Karim"),
        ("en", 2, "Karim and Léa"),
        ("en", 5, "Karim and 4 others"),
    ],
)
def test_karim_and_the_others(language: str, count: int, words: str) -> None:
    with override(language):
        assert people_in_words(["Karim", "Léa", "Marc"][:count], count) == words


def test_one_other_who_is_not_known_is_still_one() -> None:
    with override("fr"):
        assert people_in_words(["Karim"], 2) == "Karim et 1 autre"


@given(names=NAMES, count=st.integers(0, 10**6), language=st.sampled_from(["fr", "en"]))
def test_everybody_is_counted_once(names: list[str], count: int, language: str) -> None:
    with override(language):
        words = people_in_words(names, count)
    if not names or not count:
        assert words == ""
        return
    assert words.startswith(names[0])
    named = 2 if count == 2 and len(names) >= 2 else 1
    others = count - named
    assert (str(others) in words) == bool(others) or not others
    assert "%" not in words.replace(names[0], "").replace(names[min(1, len(names) - 1)], "")


@pytest.mark.django_db
def test_the_follow_sentence_agrees_in_french() -> None:
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.notifications.kinds import Group
    from bouquet.capabilities.notifications.notices import follow_in_words
    from bouquet.foundation.ids.keys import new_key
    from bouquet.foundation.subjects.subject import Ref

    karim, lea = Account(display_name="Karim"), Account(display_name="Léa")
    about = Ref("accounts.account", new_key())

    def said(*people: Account, count: int) -> str:
        group = Group("accounts.follow", Account(), about, None, people=people, people_count=count)
        return follow_in_words(group).text

    with override("fr"):
        assert said(karim, count=1) == "Karim vous suit."
        assert said(karim, lea, count=2) == "Karim et Léa vous suivent."
        assert said(karim, lea, count=5) == "Karim et 4 autres vous suivent."
    with override("en"):
        assert said(karim, lea, count=5) == "Karim and 4 others follow you."
