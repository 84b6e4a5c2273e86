"""Blocks hold both ways and end follows; mutes are silent; both can be seen and taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.actions import blocking, closing, following
from bouquet.capabilities.accounts.actions.own_export import collect
from bouquet.capabilities.accounts.actions.profile import change_privacy
from bouquet.capabilities.accounts.models import Account, Block, Follow, Mute
from bouquet.capabilities.accounts.models.relations import hidden_from, muted_by
from bouquet.capabilities.accounts.profiles import register_person_item
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, Walker
from bouquet.foundation.events.models import AnnouncedEvent


def _announced(part: str) -> list[str]:
    return list(AnnouncedEvent.objects.filter(name__contains=part).order_by("id").values_list("name", flat=True))


def test_a_block_ends_follows_both_ways_and_the_counts_agree(ines: Account, karim: Account) -> None:
    following.follow(account=ines, by=karim)
    following.follow(account=karim, by=ines)
    blocking.block(account=karim, by=ines)
    assert not Follow.objects.exists()
    for one in (ines, karim):
        one.refresh_from_db()
        assert (one.followers_count, one.following_count) == (0, 0)


def test_a_block_ends_a_request_and_forbids_new_ones_both_ways(ines: Account, lea: Account) -> None:
    change_privacy(account=ines, is_private=True)
    following.follow(account=ines, by=lea)
    blocking.block(account=lea, by=ines)
    assert not Follow.objects.exists()
    for one, other in ((ines, lea), (lea, ines)):
        with pytest.raises(PermissionDenied):
            following.follow(account=one, by=other)
    blocking.unblock(account=lea, by=ines)
    assert not following.follow(account=ines, by=lea).is_accepted


def test_blocking_twice_is_blocking_once(ines: Account, lea: Account) -> None:
    for _again in range(2):
        blocking.block(account=lea, by=ines)
    for _again in range(2):
        blocking.unblock(account=lea, by=ines)
    assert _announced("locked") == ["accounts.AccountBlocked", "accounts.AccountUnblocked"]
    for _again in range(2):
        blocking.mute(account=lea, by=ines)
    for _again in range(2):
        blocking.unmute(account=lea, by=ines)
    assert _announced("uted") == ["accounts.AccountMuted", "accounts.AccountUnmuted"]


def test_nobody_blocks_or_mutes_themselves(ines: Account) -> None:
    for verb in (blocking.block, blocking.mute):
        with pytest.raises(PermissionDenied):
            verb(account=ines, by=ines)


def test_both_are_hidden_from_each_other_in_one_query(
    ines: Account, karim: Account, lea: Account, django_assert_num_queries: Any
) -> None:
    blocking.block(account=lea, by=ines)
    blocking.block(account=ines, by=karim)
    with django_assert_num_queries(1):
        assert hidden_from(ines) == {lea.pk, karim.pk}
    assert hidden_from(lea) == {ines.pk}
    with django_assert_num_queries(1):
        assert set(Account.objects.not_hidden_from(ines)) == {ines}
    assert set(Account.objects.not_hidden_from(lea)) == {karim, lea}
    with django_assert_num_queries(0):
        assert hidden_from(None) == muted_by(None) == set()
    assert Account.objects.not_hidden_from(None).count() == 3


def test_a_mute_is_one_sided(ines: Account, lea: Account, django_assert_num_queries: Any) -> None:
    blocking.mute(account=lea, by=ines)
    with django_assert_num_queries(1):
        assert muted_by(ines) == {lea.pk}
    assert muted_by(lea) == set()
    assert hidden_from(ines) == set()


def test_the_settings_list_both_and_take_them_back(ines: Account, karim: Account, lea: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    assert "Vous ne bloquez" in walker.get(ACCOUNT_HOST, "/reglages/bloques/").content.decode()
    blocking.block(account=lea, by=ines)
    blocking.mute(account=karim, by=ines)
    page = walker.get(ACCOUNT_HOST, "/reglages/bloques/").content.decode()
    assert page.index("@lea") < page.index("@karim")
    walker.post(ACCOUNT_HOST, "/membres/lea/bloquer/", {"stop": "1", "next": "/reglages/bloques/"})
    walker.post(ACCOUNT_HOST, "/membres/karim/ignorer/", {"stop": "1", "next": "/reglages/bloques/"})
    assert walker.address.endswith("/reglages/bloques/")
    assert not Block.objects.exists()
    assert not Mute.objects.exists()


def test_the_settings_cost_the_same_for_many(
    ines: Account, karim: Account, lea: Account, walker: Walker, django_assert_max_num_queries: Any
) -> None:
    walker.sign_in(ines)
    for one in (karim, lea):
        blocking.block(account=one, by=ines)
        blocking.mute(account=one, by=ines)
    with django_assert_max_num_queries(6):
        walker.get(ACCOUNT_HOST, "/reglages/bloques/")


def test_the_menu_blocks_mutes_and_its_toast_takes_it_back(ines: Account, lea: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    menu = walker.get(WIDEO, "/membres/lea/menu/?next=/membres/lea/").content.decode()
    assert 'action="/membres/lea/bloquer/"' in menu
    walker.post(WIDEO, "/membres/lea/bloquer/", {"next": "/membres/lea/menu/"})
    assert hidden_from(lea) == {ines.pk}
    page = walker.get(WIDEO, "/membres/lea/menu/").content.decode()
    assert 'name="stop"' in page
    walker.post(WIDEO, "/membres/lea/bloquer/?stop=1&next=%2F", {})
    assert hidden_from(lea) == set()


def test_the_menu_is_a_part_of_a_page_for_scripts_and_a_page_without(
    ines: Account, lea: Account, walker: Walker, django_assert_max_num_queries: Any
) -> None:
    walker.sign_in(ines)
    with django_assert_max_num_queries(5):
        part = walker.at(WIDEO).get(
            "/membres/lea/menu/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://wideo.test/somewhere/"
        )
    assert b"<html" not in part.content
    assert b"<html" in walker.get(WIDEO, "/membres/lea/menu/").content
    assert "no-store" in part.headers["Cache-Control"]


def test_a_visitor_and_oneself_are_offered_nothing_they_cannot_do(
    ines: Account, walker: Walker, new_walker: type[Walker]
) -> None:
    anonymous = new_walker().get(WIDEO, "/membres/ines/menu/").content.decode()
    assert "bloquer" not in anonymous
    assert "/connexion/" in anonymous
    walker.sign_in(ines)
    assert "bloquer" not in walker.get(WIDEO, "/membres/ines/menu/").content.decode()


def test_others_add_to_the_menu(ines: Account, lea: Account, walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bouquet.capabilities.accounts.profiles._items", {})
    register_person_item("report", label="Signaler", icon="flag", address=lambda person: f"/report/{person.pk}")
    walker.sign_in(ines)
    assert f'href="/report/{lea.pk}"' in walker.get(WIDEO, "/membres/lea/menu/").content.decode()


def test_who_is_blocked_finds_no_page_of_the_blocker_who_finds_a_way_to_unblock(
    ines: Account, lea: Account, walker: Walker, new_walker: type[Walker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bouquet.capabilities.accounts.profiles._registered", {})
    blocking.block(account=lea, by=ines)
    walker.sign_in(lea)
    assert walker.get(WIDEO, "/membres/ines/").status_code == 404
    assert walker.post(WIDEO, "/membres/ines/suivre/").status_code == 404
    other = new_walker()
    other.sign_in(ines)
    page = other.get(WIDEO, "/membres/lea/").content.decode()
    assert 'action="/membres/lea/bloquer/"' in page
    assert "/suivre/" not in page


def test_blocking_needs_a_member_and_the_form(lea: Account, walker: Walker) -> None:
    assert walker.get(WIDEO, "/membres/lea/bloquer/").status_code == 405
    assert "/connexion/" in walker.post(WIDEO, "/membres/lea/bloquer/", follow=False).headers["Location"]
    assert not Block.objects.exists()


def test_a_copy_holds_whom_one_blocks_and_never_who_blocks_one(ines: Account, karim: Account, lea: Account) -> None:
    blocking.block(account=lea, by=ines)
    blocking.block(account=ines, by=karim)
    blocking.mute(account=karim, by=ines)
    files = {file.name: b"".join(file.parts) for file in collect(ines)}
    assert [row["blocked__handle"] for row in json.loads(files["blocked.json"])] == ["lea"]
    assert [row["muted__handle"] for row in json.loads(files["muted.json"])] == ["karim"]
    assert b"karim" not in files["blocked.json"]


def test_an_erased_account_blocks_nobody_and_nobody_blocks_it(
    ines: Account, karim: Account, lea: Account, travel: Any
) -> None:
    blocking.block(account=lea, by=ines)
    blocking.block(account=ines, by=karim)
    blocking.mute(account=karim, by=ines)
    closing.close(account=ines, keeps_posts=False)
    with travel(closing.GRACE * 1.1):
        closing.erase(account=Account.objects.get(pk=ines.pk))
    assert not Block.objects.exists()
    assert not Mute.objects.exists()
