"""What members do is kept only where they allow it, and goes the moment they do not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.events import AccountErased
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import (
    allowing,
    cataloguing,
    declaring,
    dismissing,
    profiling,
    signals,
    training,
)
from bouquet.capabilities.affinity.engine.verbs import VERBS, UnknownVerb
from bouquet.capabilities.affinity.models import TAG_KIND, Affinity, Basis, Dismissal, Profile, Signal, Tag
from bouquet.capabilities.affinity.subscribers import forget_what_they_liked
from bouquet.capabilities.affinity.tests.conftest import GROUP, Groups, allow
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref

THING = Ref("tests.thing", new_key())


def test_nothing_is_kept_of_those_who_did_not_allow_it(ines: Account) -> None:
    assert not signals.record(account_id=ines.pk, ref=THING, verb="like")
    allowing.choose(account=ines, basis=Basis.NOTHING, is_suggestible=False)
    assert not signals.record(account_id=ines.pk, ref=THING, verb="like")
    assert not Signal.objects.exists()


def test_what_was_done_is_kept_of_those_who_allow_it(ines: Account) -> None:
    allow(ines)
    assert signals.record(account_id=ines.pk, ref=THING, verb="like")
    assert [(row.ref, row.verb, row.weight) for row in Signal.objects.all()] == [(THING, "like", VERBS["like"].weight)]
    assert Profile.objects.get(account=ines).consented_at is not None


def test_a_young_member_is_never_learnt_from(ines: Account) -> None:
    ines.birth_date = clock.today() - timedelta(days=16 * 366)
    ines.save()
    with pytest.raises(allowing.TooYoung):
        allow(ines)
    # Nor when the permission is there from somewhere.
    Profile.objects.create(account=ines, basis=Basis.BEHAVIOUR)
    assert not signals.record(account_id=ines.pk, ref=THING, verb="like")
    Signal.objects.create(account=ines, kind=THING.kind, key=THING.key, verb="like", weight=1)
    assert profiling.known_of(ines).learnt_items == {}


def test_withdrawn_permission_deletes_what_was_learnt_at_once(ines: Account) -> None:
    allow(ines)
    signals.record(account_id=ines.pk, ref=THING, verb="like")
    declaring.declare(account=ines, tags=["jazz"])
    allowing.choose(account=ines, basis=Basis.DECLARED, is_suggestible=True)
    assert not Signal.objects.exists()
    assert Profile.objects.get(account=ines).consented_at is None
    assert Affinity.objects.filter(account=ines).count() == 1


def test_consent_keeps_its_date_until_it_is_given_anew(ines: Account) -> None:
    allow(ines)
    first = Profile.objects.get(account=ines).consented_at
    allow(ines)
    assert Profile.objects.get(account=ines).consented_at == first
    allowing.choose(account=ines, basis=Basis.DECLARED, is_suggestible=True)
    allow(ines)
    assert Profile.objects.get(account=ines).consented_at > first  # type: ignore[operator]


def test_what_is_either_done_or_not_does_not_add_up(ines: Account) -> None:
    allow(ines)
    for _ in range(3):
        signals.record(account_id=ines.pk, ref=THING, verb="join", tags=())
    assert [(row.times, row.weight) for row in Signal.objects.all()] == [(1, VERBS["join"].weight)]


def test_the_rest_adds_up_and_decays(ines: Account) -> None:
    allow(ines)
    signals.record(account_id=ines.pk, ref=THING, verb="watch")
    with clock.travel(timedelta(days=60)):
        signals.record(account_id=ines.pk, ref=THING, verb="watch")
    row = Signal.objects.get()
    assert row.times == 2
    assert row.weight == pytest.approx(1.5, abs=1e-3)


def test_rows_do_not_grow_with_how_often_something_is_done(ines: Account) -> None:
    allow(ines)
    for _ in range(60):
        signals.record(account_id=ines.pk, ref=THING, verb="watch")
    row = Signal.objects.get()
    assert (row.times, row.weight <= signals.MOST_ACTS) == (60, True)


def test_recording_costs_the_same_after_much_was_done(ines: Account) -> None:
    allow(ines)
    declaring.declare(account=ines, tags=["jazz", "rap"])
    signals.record(account_id=ines.pk, ref=THING, verb="watch", tags=["jazz", "rap"])
    with CaptureQueriesContext(connection) as before:
        signals.record(account_id=ines.pk, ref=THING, verb="watch", tags=["jazz", "rap"])
    for _ in range(40):
        signals.record(account_id=ines.pk, ref=Ref("tests.thing", new_key()), verb="watch")
    with CaptureQueriesContext(connection) as after:
        signals.record(account_id=ines.pk, ref=THING, verb="watch", tags=["jazz", "rap"])
    assert len(after) == len(before) <= 7


def test_an_act_speaks_for_the_tags_of_its_thing(ines: Account, groups: Groups) -> None:
    climbers = groups.add("grimpe", "montagne")
    cataloguing.refresh(kind=GROUP, keys=[climbers.key])
    allow(ines)
    signals.record(account_id=ines.pk, ref=climbers, verb="join")
    slugs = {tag.pk: tag.slug for tag in Tag.objects.all()}
    assert {slugs[row.key] for row in Signal.objects.about_tags()} == {"grimpe", "montagne"}
    signals.take_back(account_id=ines.pk, ref=climbers, verb="join")
    assert not Signal.objects.exists()


def test_taking_one_back_leaves_what_the_others_said(ines: Account, groups: Groups) -> None:
    one, other = groups.add("grimpe"), groups.add("grimpe")
    cataloguing.refresh_all()
    allow(ines)
    for ref in (one, other):
        signals.record(account_id=ines.pk, ref=ref, verb="join")
    signals.take_back(account_id=ines.pk, ref=one, verb="join")
    [row] = Signal.objects.about_tags()
    assert row.times == 1
    assert row.weight == pytest.approx(VERBS["join"].weight, abs=1e-3)


def test_what_is_not_them_is_not_learnt_again(ines: Account) -> None:
    allow(ines)
    declaring.declare(account=ines, tags=["jazz"])
    jazz = Tag.objects.get()
    signals.record(account_id=ines.pk, ref=THING, verb="like", tags=["jazz"])
    assert Signal.objects.filter(kind=TAG_KIND, key=jazz.pk).exists()
    declaring.refuse(account=ines, tag=jazz)
    signals.record(account_id=ines.pk, ref=Ref("tests.thing", new_key()), verb="like", tags=["jazz"])
    assert not Signal.objects.filter(kind=TAG_KIND).exists()


def test_an_act_nobody_knows_is_refused(ines: Account) -> None:
    with pytest.raises(UnknownVerb, match="join"):
        signals.record(account_id=ines.pk, ref=THING, verb="stare")


def test_what_faded_is_forgotten(ines: Account) -> None:
    allow(ines)
    signals.record(account_id=ines.pk, ref=THING, verb="open")
    with clock.travel(timedelta(days=100)):
        signals.record(account_id=ines.pk, ref=THING, verb="join")
    with clock.travel(timedelta(days=300)):
        assert signals.forget_the_faded() == 1
        assert [row.verb for row in Signal.objects.all()] == ["join"]


def test_nobody_has_more_rows_than_the_most(ines: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "MOST", 3)
    allow(ines)
    signals.record(account_id=ines.pk, ref=THING, verb="join")
    for _ in range(5):
        signals.record(account_id=ines.pk, ref=Ref("tests.thing", new_key()), verb="open")
    assert signals.forget_the_faded() == 3
    assert Signal.objects.filter(verb="join").exists()


def test_erasing_leaves_nothing_but_the_choice(ines: Account, karim: Account) -> None:
    for account in (ines, karim):
        allow(account)
        declaring.declare(account=account, tags=["jazz"])
        signals.record(account_id=account.pk, ref=THING, verb="like")
        dismissing.dismiss(account=account, ref=THING)
    allowing.erase(account=ines)
    for model in (Affinity, Signal, Dismissal):
        assert {row.account_id for row in model.objects.all()} == {karim.pk}
    assert Profile.objects.get(account=ines).basis == Basis.BEHAVIOUR
    assert Tag.objects.get(slug="jazz").people == 1


def test_an_erased_account_leaves_nothing_at_all(ines: Account) -> None:
    allow(ines)
    declaring.declare(account=ines, tags=["jazz"])
    signals.record(account_id=ines.pk, ref=THING, verb="like")
    for _ in range(2):
        forget_what_they_liked(AccountErased(ines.pk, keeps_posts=True))
    for model in (Affinity, Signal, Dismissal, Profile):
        assert not model.objects.exists()


def test_somebody_who_comes_of_age_may_choose(ines: Account) -> None:
    ines.birth_date = date(clock.today().year - 18, 1, 1)
    ines.save()
    allow(ines)
    assert signals.record(account_id=ines.pk, ref=THING, verb="like")


def test_of_who_turns_out_to_be_young_all_that_was_learnt_goes(ines: Account, karim: Account) -> None:
    for person in (ines, karim):
        allow(person)
        signals.record(account_id=person.pk, ref=THING, verb="like")
    declaring.declare(account=ines, tags=["jazz"])
    ines.birth_date = clock.today() - timedelta(days=16 * 366)
    ines.save()
    assert {account for account, *_ in training._done()} == {karim.pk}, "not learnt from, before it is gone"
    assert signals.forget_the_young() == 1
    assert list(Signal.objects.values_list("account", flat=True)) == [karim.pk]
    chosen = Profile.objects.get(account=ines)
    assert (chosen.basis, chosen.consented_at) == (Basis.DECLARED, None)
    assert Affinity.objects.filter(account=ines).count() == 1, "what they said of themselves stays"
    assert signals.forget_the_young() == 0
