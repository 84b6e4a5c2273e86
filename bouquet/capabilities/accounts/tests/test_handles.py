"""Handles: what may be one, whose it is, and how it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions.profile import change_handle
from bouquet.capabilities.accounts.engine import handles
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.tests.walker import WIDEO, Walker
from tests.regulars import regular


@given(st.text(max_size=40))
def test_whatever_is_typed_a_handle_is_short_plain_ascii_and_stays_what_it_is(typed: str) -> None:
    handle = handles.normalised(typed)
    if handles.is_well_formed(handle):
        assert 3 <= len(handle) <= 30
        assert set(handle) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
        assert handles.normalised(handle) == handle


@given(st.sampled_from(sorted(handles.RESERVED)), st.text("_", max_size=3), st.text("_", max_size=3))
def test_a_reserved_word_stays_reserved_when_dressed_up(word: str, before: str, after: str) -> None:
    assert handles.is_reserved(f"{before}{word}{after}")


@pytest.mark.parametrize("typed", ["adm1n", "m0derat10n", "0fficiel", "wideo_support", "m6_officiel", "_equ1pe_wide0_"])
def test_nobody_poses_as_the_house(db: None, typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        policies.require_free_handle(typed)
    assert refusal.value.code == "reserved"


@pytest.mark.parametrize("typed", ["ines", "karim_92", "m6fan", "leo_tv", "le_chat_du_blog", "t0t0"])
def test_people_keep_their_names(db: None, typed: str) -> None:
    assert policies.require_free_handle(typed) == typed


@pytest.mark.parametrize("typed", ["ab", "a" * 31, "inès", "a b c", "___", "a.b", "ine\ns", "ınes", "ines\u200b"])
def test_a_malformed_handle_is_refused(db: None, typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        policies.require_free_handle(typed)
    assert refusal.value.code == "malformed"


def test_a_handle_is_taken_whatever_its_case(ines: Account) -> None:
    with pytest.raises(ValidationError) as refusal:
        policies.require_free_handle("@INES")
    assert refusal.value.code == "taken"


def test_a_former_handle_leads_to_its_owner_and_nobody_else_gets_it(ines: Account, karim: Account) -> None:
    change_handle(account=ines, handle="ines_films")
    assert Account.objects.known_as("ines").get() == ines
    with pytest.raises(ValidationError):
        change_handle(account=karim, handle="ines")
    assert karim.handle == "karim"


def test_a_handle_changes_once_in_thirty_days(ines: Account, travel: Callable[[timedelta], Any]) -> None:
    change_handle(account=ines, handle="ines_films")
    with pytest.raises(ValidationError) as refusal:
        change_handle(account=ines, handle="ines_encore")
    assert refusal.value.code == "too_soon"
    with travel(timedelta(days=31)):
        change_handle(account=ines, handle="ines")
    assert ines.handle == "ines"
    assert set(ines.former_handles.values_list("handle", flat=True)) == {"ines_films"}


def test_the_old_address_redirects_to_the_new_one(
    ines: Account, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bouquet.capabilities.accounts.profiles._registered", [])
    change_handle(account=ines, handle="ines_films")
    answer = walker.get(WIDEO, "/membres/ines/", follow=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/membres/ines_films/")
    page = walker.get(WIDEO, "/membres/ines/")
    assert page.status_code == 200
    assert "@ines_films" in page.content.decode()


def test_of_two_who_want_a_handle_at_the_same_moment_one_is_told_that_it_is_taken(
    ines: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = policies.require_free_handle

    def found_free_then_taken(handle: str, *, of: Account | None = None) -> str:
        wanted = really(handle, of=of)
        monkeypatch.undo()
        regular(wanted, "Somebody faster")
        return wanted

    monkeypatch.setattr(policies, "require_free_handle", found_free_then_taken)
    with pytest.raises(ValidationError) as refused:
        change_handle(account=ines, handle="cinema")
    assert refused.value.code == "taken"
    ines.refresh_from_db()
    assert ines.handle == "ines"
