"""Ages, and who may open an account."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions.opening import open_account
from bouquet.capabilities.accounts.engine import ages
from bouquet.capabilities.accounts.models import Account

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(days, days)
def test_an_age_grows_by_one_a_year_and_never_shrinks(born: date, day: date) -> None:
    age = ages.age_on(day, born)
    assert ages.age_on(day + timedelta(days=1), born) - age in {0, 1}
    assert ages.age_on(day + timedelta(days=367), born) > age


@given(days)
def test_nobody_is_older_the_day_before_a_birthday(born: date) -> None:
    birthday = date(born.year + 15, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=born.year + 15)
    assert ages.age_on(birthday, born) == 15
    assert ages.age_on(birthday - timedelta(days=1), born) == 14


def _born(years: int, *, days_ago: int = 0) -> date:
    today = policies.today()
    day = today.replace(year=today.year - years, day=min(today.day, 28))
    return day - timedelta(days=days_ago)


def test_under_15_no_account_is_opened_and_the_refusal_is_kind(db: None) -> None:
    with pytest.raises(ValidationError) as refusal:
        open_account(email="tom@example.org", handle="tom_tom", birth_date=_born(14))
    assert refusal.value.code == "too_young"
    assert not Account.objects.exists()


def test_at_15_an_account_is_opened_and_private(db: None) -> None:
    account = open_account(email="zoe@example.org", handle="zoe", birth_date=_born(15))
    assert account.is_private
    assert account.birth_date == _born(15)


def test_at_18_an_account_is_opened_and_public(db: None) -> None:
    account = open_account(email="yann@example.org", handle="yann", birth_date=_born(18))
    assert not account.is_private
    assert account.birth_date == _born(18)


@pytest.mark.parametrize("born", [date(1850, 1, 1), date(2200, 1, 1)])
def test_a_date_nobody_can_be_born_on_is_refused(db: None, born: date) -> None:
    with pytest.raises(ValidationError) as refusal:
        policies.require_old_enough(born)
    assert refusal.value.code == "implausible"
