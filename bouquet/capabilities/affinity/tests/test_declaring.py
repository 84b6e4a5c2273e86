"""What members say they like."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import declaring, profiling
from bouquet.capabilities.affinity.engine import words
from bouquet.capabilities.affinity.models import Affinity, Stance, Tag, TagAlias
from bouquet.capabilities.moderation.actions.watching import watch
from bouquet.capabilities.moderation.models import WatchedWord


def likes(account: Account) -> list[str]:
    rows = Affinity.objects.liked().filter(account=account).order_by("position")
    return [row.tag.slug for row in rows.select_related("tag")]


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("Grimpe", "grimpe"),
        (" #Jeux  de société ", "jeux-de-societe"),
        ("Cœur", "coeur"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("gri\u200bmpe", "grimpe"),
        ("R&B", "r-et-b"),
        ("日本語", "日本語"),
        ("…!?", ""),
    ],
)
def test_words_are_one_tag_however_they_are_typed(said: str, slug: str) -> None:
    assert words.slug_of(said) == slug


@given(st.text(max_size=200))
@example("𝕬")
def test_a_slug_of_anything_is_short_and_stays_itself(said: str) -> None:
    slug = words.slug_of(words.tidied(said))
    assert len(slug) <= words.LONGEST
    assert words.slug_of(slug) == slug


def test_a_list_is_declared_in_its_order(ines: Account) -> None:
    declaring.declare(account=ines, tags=["Jazz", "grimpe", "GRIMPE", "échecs"], is_ordered=True)
    assert likes(ines) == ["jazz", "grimpe", "echecs"]
    known = profiling.known_of(ines)
    first, _middle, last = sorted(known.said.values(), key=lambda row: row.position)
    assert (known.weight_of(first), known.weight_of(last)) == (profiling.DECLARED, profiling.LAST_OF_THE_ORDER)


def test_a_new_list_takes_the_place_of_the_old(ines: Account) -> None:
    declaring.declare(account=ines, tags=["jazz", "grimpe"])
    declaring.declare(account=ines, tags=["grimpe", "rap"])
    assert likes(ines) == ["grimpe", "rap"]
    assert {tag.slug: tag.people for tag in Tag.objects.all()} == {"grimpe": 1, "rap": 1}


def test_an_alias_leads_to_its_tag(ines: Account) -> None:
    tag = Tag.objects.create(slug="grimpe", name_fr="grimpe", name_en="climbing", is_kept=True)
    TagAlias.objects.create(slug="escalade", tag=tag)
    declaring.add(account=ines, tags=["Escalade"])
    assert likes(ines) == ["grimpe"]


def test_an_operator_s_tag_stays_without_anybody(ines: Account) -> None:
    Tag.objects.create(slug="grimpe", name_fr="grimpe", is_kept=True)
    declaring.declare(account=ines, tags=["grimpe", "à moi"])
    declaring.declare(account=ines, tags=[])
    assert [tag.slug for tag in Tag.objects.all()] == ["grimpe"]


def test_a_refused_word_is_refused_and_nothing_changes(ines: Account) -> None:
    Tag.objects.create(slug="insulte", name_fr="insulte", is_refused=True)
    declaring.declare(account=ines, tags=["jazz"])
    with pytest.raises(declaring.Unsayable):
        declaring.declare(account=ines, tags=["rap", "Insulte"])
    with pytest.raises(declaring.Unsayable):
        declaring.add(account=ines, tags=["???"])
    assert likes(ines) == ["jazz"]


def test_there_is_an_end_to_a_list(ines: Account) -> None:
    declaring.declare(account=ines, tags=[f"chose {number}" for number in range(declaring.MOST)])
    with pytest.raises(declaring.TooMany):
        declaring.add(account=ines, tags=["une de trop"])
    declaring.add(account=ines, tags=["chose 3"])


def test_what_is_not_them_does_not_count_until_they_say_so_again(ines: Account) -> None:
    declaring.declare(account=ines, tags=["jazz", "rap"])
    jazz = Tag.objects.get(slug="jazz")
    declaring.refuse(account=ines, tag=jazz)
    assert list(profiling.known_of(ines).tag_weights()) == [Tag.objects.get(slug="rap").pk]
    assert Tag.objects.get(slug="jazz").people == 0
    declaring.declare(account=ines, tags=["rap", "blues"])
    assert Affinity.objects.get(account=ines, tag=jazz).stance == Stance.NOT_ME
    declaring.add(account=ines, tags=["jazz"])
    assert likes(ines) == ["rap", "blues", "jazz"]
    assert Tag.objects.get(slug="jazz").people == 1


def test_a_pinned_affinity_counts_more(ines: Account) -> None:
    declaring.declare(account=ines, tags=["jazz", "rap"])
    rap = Tag.objects.get(slug="rap")
    declaring.pin(account=ines, tag=rap)
    weights = profiling.known_of(ines).tag_weights()
    assert weights.pop(rap.pk) == profiling.PINNED > max(weights.values())
    declaring.pin(account=ines, tag=rap, is_pinned=False)
    assert profiling.known_of(ines).tag_weights()[rap.pk] == profiling.DECLARED


def test_a_tag_of_members_is_proposed_to_others_once_enough_have_it(crowd) -> None:  # type: ignore[no-untyped-def]
    people = crowd(5)
    for person in people[:4]:
        declaring.add(account=person, tags=["vélo"])
    assert not Tag.objects.shown().exists()
    declaring.add(account=people[4], tags=["velo"])
    assert [tag.name for tag in Tag.objects.shown()] == ["vélo"]


def test_the_name_follows_the_language() -> None:
    from django.utils.translation import override

    tag = Tag(slug="grimpe", name_fr="grimpe", name_en="climbing")
    with override("en"):
        assert tag.name == "climbing"
    with override("fr"):
        assert tag.name == "grimpe"


def test_words_that_moderation_would_not_publish_are_no_affinity(ines: Account) -> None:
    watch(word="andouille", action=WatchedWord.Action.REFUSE, language="", by=None)
    watch(word="bécane", action=WatchedWord.Action.HOLD, language="", by=None)
    for said in ("4nd0uille", "ma Bécane"):
        with pytest.raises(declaring.Unwelcome, match=said):
            declaring.declare(account=ines, tags=["jazz", said])
    assert not Tag.objects.exists()


def test_what_the_operator_keeps_or_is_on_the_list_already_stays_sayable(ines: Account) -> None:
    Tag.objects.create(slug="becane", name_fr="bécane", is_kept=True)
    declaring.add(account=ines, tags=["andouille"])
    for word in ("andouille", "bécane"):
        watch(word=word, action=WatchedWord.Action.REFUSE, language="", by=None)
    declaring.declare(account=ines, tags=["bécane", "andouille"])
    assert likes(ines) == ["becane", "andouille"]


def test_a_whole_list_is_looked_at_at_once(ines: Account, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(20):
        declaring.declare(account=ines, tags=[f"chose {number}" for number in range(40)])
