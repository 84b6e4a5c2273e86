"""People like you: only those who may and want to be found."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from bouquet.capabilities.accounts.actions.blocking import block, mute
from bouquet.capabilities.accounts.actions.following import follow
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import allowing, declaring, dismissing, recommending, signals
from bouquet.capabilities.affinity.models import Basis
from bouquet.capabilities.affinity.tests.conftest import allow
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref


def found(account: Account) -> list[object]:
    return [each.ref.key for each in recommending.people_like(account=account)]


def everybody_likes(tag: str, *accounts: Account) -> None:
    for account in accounts:
        declaring.add(account=account, tags=[tag])


def test_the_nearest_comes_first_and_the_reason_names_what_is_shared(
    ines: Account, karim: Account, lea: Account
) -> None:
    everybody_likes("musique", ines, karim, lea)
    everybody_likes("grimpe", ines, karim)
    with override("en"):
        first, second = recommending.people_like(account=ines)
    assert (first.ref.key, second.ref.key) == (karim.pk, lea.pk)
    assert (first.score, first.reason) == (1.0, "You both like “grimpe” and “musique”")
    assert second.reason == "You both like “musique”"


def test_what_few_like_says_more(ines: Account, karim: Account, lea: Account, crowd) -> None:  # type: ignore[no-untyped-def]
    everybody_likes("musique", ines, karim, *crowd(30))
    everybody_likes("grimpe", ines, lea)
    assert found(ines)[0] == lea.pk


def test_nobody_who_blocks_or_is_blocked_muted_followed_or_dismissed(ines: Account, karim: Account) -> None:
    everybody_likes("jazz", ines, karim)
    assert found(ines) == [karim.pk]
    dismissing.dismiss(account=ines, ref=Ref("accounts.account", karim.pk))
    assert found(ines) == []
    dismissing.restore(account=ines, ref=Ref("accounts.account", karim.pk))
    mute(account=karim, by=ines)
    assert (found(ines), found(karim)) == ([], [ines.pk])
    block(account=ines, by=karim)
    assert (found(ines), found(karim)) == ([], [])


def test_whom_they_follow_they_know_already(ines: Account, karim: Account) -> None:
    everybody_likes("jazz", ines, karim)
    follow(account=karim, by=ines)
    assert found(ines) == []


def test_only_those_who_allow_it_are_found(ines: Account, karim: Account, lea: Account) -> None:
    everybody_likes("jazz", ines, karim, lea)
    karim.is_private = True
    karim.save()
    assert found(ines) == [lea.pk]
    allowing.choose(account=karim, basis=Basis.DECLARED, is_suggestible=True)
    allowing.choose(account=lea, basis=Basis.DECLARED, is_suggestible=False)
    assert found(ines) == [karim.pk]
    karim.is_active = False
    karim.save()
    assert found(ines) == []


def test_young_members_are_not_led_to_strangers_nor_strangers_to_them(ines: Account, karim: Account) -> None:
    everybody_likes("jazz", ines, karim)
    karim.birth_date = clock.today() - timedelta(days=16 * 366)
    karim.save()
    allowing.choose(account=karim, basis=Basis.DECLARED, is_suggestible=True)
    assert (found(ines), found(karim)) == ([], [])


def test_what_both_do_counts_where_both_allow_it_and_is_not_named(ines: Account, karim: Account, lea: Account) -> None:
    thing = Ref("tests.thing", new_key())
    for account in (allow(ines), allow(karim), lea):
        signals.record(account_id=account.pk, ref=thing, verb="join")
    with override("en"):
        [only] = recommending.people_like(account=ines)
    assert (only.ref.key, only.reason) == (karim.pk, "You are fond of the same things")


def test_what_somebody_refuses_does_not_bring_them_together(ines: Account, karim: Account) -> None:
    everybody_likes("jazz", ines, karim)
    declaring.refuse(account=karim, tag=declaring.tags_liked_by([ines.pk])[ines.pk][0])
    assert found(ines) == []


def test_it_costs_the_same_in_a_crowd(ines: Account, karim: Account, crowd) -> None:  # type: ignore[no-untyped-def]
    everybody_likes("jazz", ines, karim)
    allow(ines)
    signals.record(account_id=ines.pk, ref=Ref("tests.thing", new_key()), verb="join")
    with CaptureQueriesContext(connection) as few:
        found(ines)
    everybody_likes("jazz", *crowd(80))
    with CaptureQueriesContext(connection) as many:
        assert len(found(ines)) == 12
    assert len(many) == len(few) <= 11
