"""What is suggested, why, and what never is."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouquet.capabilities.accounts.actions.blocking import block, mute
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import (
    allowing,
    cataloguing,
    consulting,
    declaring,
    dismissing,
    recommending,
    signals,
)
from bouquet.capabilities.affinity.models import TAG_KIND, Basis, CatalogueItem
from bouquet.capabilities.affinity.tests.conftest import GROUP, Groups, allow, trained
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref


def suggested(account: Account, **options: object) -> list[UUID]:
    return [each.ref.key for each in recommending.for_you(account=account, kind=GROUP, **options)]  # type: ignore[arg-type]


def community(crowd, *refs: Ref, people: int, start: int = 0) -> list[Account]:  # type: ignore[no-untyped-def]
    """So many members who joined all of these."""
    members = [allow(person) for person in crowd(people)]
    for person in members:
        for ref in refs:
            signals.record(account_id=person.pk, ref=ref, verb="join")
    return members


def test_a_cold_process_suggests_what_bears_their_tags(ines: Account, groups: Groups) -> None:
    climbers = groups.add("grimpe", size=3)
    for number in range(8):
        groups.add(f"autre {number}", size=500)
    cataloguing.refresh_all()
    declaring.declare(account=ines, tags=["Grimpe"])
    with override("en"):
        first = recommending.for_you(account=ines, kind=GROUP, most=3)[0]
    assert (first.ref, first.reason, first.because.kind) == (climbers, "Because you like “grimpe”", TAG_KIND)  # type: ignore[union-attr]


def test_somebody_who_said_nothing_sees_what_is_lively_and_new(ines: Account, groups: Groups) -> None:
    asleep, lively = groups.add(size=50, days_old=900), groups.add(size=50, days_old=1)
    cataloguing.refresh_all()
    with override("en"):
        found = recommending.for_you(account=ines, kind=GROUP)
    assert [each.ref for each in found] == [lively, asleep]
    assert found[0].reason == "Many people are there at the moment"


def test_a_choice_counts_in_the_same_visit(ines: Account, groups: Groups) -> None:
    climbers, players = groups.add("grimpe"), groups.add("jeux")
    trained()
    declaring.add(account=ines, tags=["jeux"])
    assert suggested(ines)[0] == players.key
    declaring.declare(account=ines, tags=["grimpe"])
    assert suggested(ines)[0] == climbers.key


def test_a_tag_leads_by_the_model_to_what_does_not_bear_it(ines: Account, groups: Groups, crowd) -> None:  # type: ignore[no-untyped-def]
    summit, board = groups.add("montagne"), groups.add("jeux")
    cataloguing.refresh_all()
    people = [allow(person) for person in crowd(14)]
    for person in people[:7]:
        declaring.declare(account=person, tags=["grimpe"])
        signals.record(account_id=person.pk, ref=summit, verb="join")
    for person in people[7:]:
        declaring.declare(account=person, tags=["échecs"])
        signals.record(account_id=person.pk, ref=board, verb="join")
    trained()
    declaring.declare(account=ines, tags=["grimpe"])
    with override("en"):
        first = recommending.for_you(account=ines, kind=GROUP)[0]
    assert first.ref == summit
    assert first.reason == "Because you like “grimpe” · 7 others like you are in it"
    assert first.people == 7


def test_no_number_below_five_is_told(ines: Account, groups: Groups, crowd) -> None:  # type: ignore[no-untyped-def]
    summit = groups.add("montagne")
    cataloguing.refresh_all()
    for person in crowd(4):
        declaring.declare(account=allow(person), tags=["grimpe"])
        signals.record(account_id=person.pk, ref=summit, verb="join")
    trained()
    declaring.declare(account=ines, tags=["grimpe"])
    with override("en"):
        first = recommending.for_you(account=ines, kind=GROUP)[0]
    assert (first.ref, first.people, first.reason) == (summit, 0, "Because you like “grimpe”")


def test_what_they_joined_speaks_where_they_allow_it(ines: Account, karim: Account, groups: Groups, crowd) -> None:  # type: ignore[no-untyped-def]
    first, second = groups.add(size=1), groups.add(size=1)
    for _ in range(6):
        groups.add(size=400)
    cataloguing.refresh_all()
    community(crowd, first, second, people=9)
    trained()
    allow(ines)
    for account in (ines, karim):
        signals.record(account_id=account.pk, ref=first, verb="join")
    with override("en"):
        found = recommending.for_you(account=ines, kind=GROUP)
    assert found[0].ref == second
    assert found[0].reason == "Because you joined “Group 0” · 9 others like you are in it"
    assert first.key not in {each.ref.key for each in found}
    # Karim did not allow it: what he joined says nothing.
    assert suggested(karim)[0] != second.key


def test_what_they_have_or_dismissed_is_left_out(ines: Account, groups: Groups) -> None:
    had, dismissed, other = groups.add("jazz"), groups.add("jazz"), groups.add("jazz")
    cataloguing.refresh_all()
    declaring.declare(account=ines, tags=["jazz"])
    dismissing.dismiss(account=ines, ref=dismissed)
    assert suggested(ines, exclude=[had.key]) == [other.key]
    dismissing.restore(account=ines, ref=dismissed)
    assert set(suggested(ines, exclude=[had.key])) == {other.key, dismissed.key}


def test_nothing_of_somebody_blocked_or_muted(ines: Account, karim: Account, lea: Account, groups: Groups) -> None:
    groups.add("jazz", author_id=karim.pk)
    groups.add("jazz", author_id=lea.pk)
    own = groups.add("jazz", author_id=ines.pk)
    trained()
    declaring.declare(account=ines, tags=["jazz"])
    assert len(suggested(ines)) == 2
    block(account=ines, by=karim)
    mute(account=lea, by=ines)
    assert suggested(ines) == []
    assert own.key not in suggested(karim)


def test_nobody_is_led_above_their_age(ines: Account, groups: Groups) -> None:
    grown_up = groups.add("jazz", least_age=18)
    cataloguing.refresh_all()
    assert suggested(ines) == [grown_up.key]
    ines.birth_date = clock.today() - timedelta(days=16 * 366)
    ines.save()
    assert suggested(ines) == []
    ines.birth_date = None
    ines.save()
    assert suggested(ines) == []


def test_what_is_not_them_leads_nowhere(ines: Account, groups: Groups) -> None:
    jazz, rap = groups.add("jazz", size=300), groups.add("rap", size=5)
    cataloguing.refresh_all()
    declaring.declare(account=ines, tags=["jazz"])
    assert suggested(ines)[0] == jazz.key
    declaring.refuse(account=ines, tag=CatalogueItem.objects.get(key=jazz.key).item_tags.get().tag)
    assert suggested(ines)[0] == rap.key


def test_without_profiling_everybody_sees_the_same(ines: Account, karim: Account, groups: Groups) -> None:
    groups.add("jazz", size=5)
    groups.add("rap", size=50)
    trained()
    for account, tag in ((ines, "jazz"), (karim, "rap")):
        declaring.declare(account=account, tags=[tag])
        allowing.choose(account=account, basis=Basis.NOTHING, is_suggestible=True)
    assert suggested(ines) == suggested(karim)
    assert recommending.people_like(account=ines) == []


def test_what_became_secret_a_moment_ago_is_not_suggested(ines: Account, groups: Groups) -> None:
    first, second = groups.add("jazz"), groups.add("jazz")
    trained()
    declaring.declare(account=ines, tags=["jazz"])
    groups.change(first, is_recommendable=False)
    assert suggested(ines) == [second.key]
    groups.hidden_from[ines.pk] = {second.key}
    assert suggested(ines) == []


@given(
    secrets=st.lists(st.booleans(), min_size=2, max_size=8),
    later=st.lists(st.booleans(), min_size=8, max_size=8),
    tags=st.lists(st.sampled_from(["jazz", "rap", "grimpe"]), min_size=8, max_size=8),
    joined=st.lists(st.booleans(), min_size=8, max_size=8),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_secret_is_never_suggested_nor_speaks_for_anything(
    ines: Account,
    karim: Account,
    groups: Groups,
    secrets: list[bool],
    later: list[bool],
    tags: list[str],
    joined: list[bool],
) -> None:
    """Whatever is secret from the beginning or since the model was trained, whoever joined it."""
    groups.all.clear()
    consulting.forget()
    refs = [groups.add(tags[place], is_recommendable=not is_secret) for place, is_secret in enumerate(secrets)]
    allow(ines)
    allow(karim)
    declaring.declare(account=ines, tags=["jazz", "rap", "grimpe"])
    cataloguing.refresh_all()
    for place, ref in enumerate(refs):
        for account in (ines, karim) if joined[place] else (karim,):
            signals.record(account_id=account.pk, ref=ref, verb="join")
    trained()
    model = consulting.model()
    known = set(model.features) if model else set()
    assert known.isdisjoint(ref for ref, is_secret in zip(refs, secrets, strict=True) if is_secret)
    for place, ref in enumerate(refs):
        groups.change(ref, is_recommendable=not (secrets[place] or later[place]))
    allowed = {key for key, item in groups.all.items() if item.is_recommendable}
    assert set(suggested(ines)) <= allowed
    for ref in refs:
        assert {each.key for each in recommending.behaviour_neighbours(GROUP, ref.key)} <= allowed
        signals.forget_ref(ref)


def test_related_by_behaviour_needs_a_crowd(groups: Groups, crowd) -> None:  # type: ignore[no-untyped-def]
    one, two, alone = groups.add(), groups.add(), groups.add()
    cataloguing.refresh_all()
    people = community(crowd, one, two, people=6)
    signals.record(account_id=people[0].pk, ref=alone, verb="join")
    assert recommending.behaviour_neighbours(GROUP, one.key) == []
    trained()
    assert recommending.behaviour_neighbours(GROUP, one.key) == [two]
    assert recommending.behaviour_neighbours(GROUP, alone.key) == []


def test_the_same_list_is_not_all_of_one_kind(ines: Account, groups: Groups) -> None:
    for _ in range(6):
        groups.add("jazz", "blues", "swing")
    other = groups.add("grimpe")
    cataloguing.refresh_all()
    declaring.declare(account=ines, tags=["jazz", "blues", "swing", "grimpe"])
    assert other.key in suggested(ines, most=3)


def test_a_suggestion_costs_the_same_among_few_and_many(ines: Account, groups: Groups, crowd) -> None:  # type: ignore[no-untyped-def]
    refs = [groups.add("jazz", size=number) for number in range(4)]
    cataloguing.refresh_all()
    community(crowd, *refs[:3], people=6)
    allow(ines)
    declaring.declare(account=ines, tags=["jazz"])
    signals.record(account_id=ines.pk, ref=refs[0], verb="join")
    trained()
    with CaptureQueriesContext(connection) as few:
        suggested(ines)
    for number in range(120):
        groups.add("jazz", f"autre {number}", size=number)
    trained()
    with CaptureQueriesContext(connection) as many:
        suggested(ines)
    assert len(many) <= len(few) <= 12


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_is_a_sentence(language: str, ines: Account, groups: Groups) -> None:
    groups.add("jazz", size=2)
    groups.add("rap", size=200)
    groups.add(size=1)
    cataloguing.refresh_all()
    declaring.declare(account=ines, tags=["jazz"])
    with override(language):
        for each in recommending.for_you(account=ines, kind=GROUP):
            assert len(each.reason) > 8
            assert 0 < each.score <= 1.6


def test_a_small_group_comes_before_a_large_one_that_suits_alike(ines: Account, groups: Groups) -> None:
    large, small = groups.add("jazz", size=50_000), groups.add("jazz", size=12)
    cataloguing.refresh_all()
    declaring.declare(account=ines, tags=["jazz"])
    assert [each.ref for each in recommending.for_you(account=ines, kind=GROUP)] == [small, large]
