"""What is held back around young members, in one object whose ages and means the operator sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from pytest_django import Settings

from bouquet.capabilities.accounts import policies, providers
from bouquet.capabilities.accounts.actions.opening import open_account
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.providers import AgeBand
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, Walker
from bouquet.foundation.brands.network import Youth

PASSWORD = "correct horse battery"


@pytest.fixture
def young(db: None) -> Callable[[int], Account]:
    """`young(16)`: a member of that age, whose birthday was yesterday."""

    def open_at(age: int) -> Account:
        born = policies.today() - timedelta(days=1)
        born = date(born.year - age, born.month, min(born.day, 28))
        handle = f"zoe{age}"
        return open_account(
            email=f"{handle}@example.org", handle=handle, birth_date=born, password=PASSWORD, verified=True
        )

    return open_at


@pytest.fixture
def youth(settings: Settings, two_domains: None) -> Callable[..., None]:
    """`youth(age_until=17)`: what an operator wrote in network.toml."""

    def set_to(**changes: Any) -> None:
        network = settings.BOUQUET_NETWORK
        settings.BOUQUET_NETWORK = replace(network, youth=replace(network.youth, **changes))

    return set_to


@pytest.mark.parametrize("age", [15, 16, 17])
def test_a_minor_is_protected_in_everything(young: Callable[[int], Account], age: int) -> None:
    held = asdict(policies.safeguards_of(young(age)))
    assert held.pop("is_minor") is True
    assert held.pop("private_by_default") is True
    assert set(held.values()) == {False}, held


def test_whoever_is_of_age_and_visitors_are_not(
    young: Callable[[int], Account], django_assert_num_queries: Any
) -> None:
    adult = young(18)
    with django_assert_num_queries(0):
        for one in (adult, AnonymousUser(), None):
            held = asdict(policies.safeguards_of(one))
            assert (held.pop("is_minor"), held.pop("private_by_default")) == (False, False)
            assert set(held.values()) == {True}


def test_a_minor_s_account_is_private_and_nothing_changes_by_itself_at_18(
    young: Callable[[int], Account], travel: Callable[[timedelta], Any]
) -> None:
    zoe = young(17)
    assert zoe.is_private
    with travel(timedelta(days=366)):
        zoe.refresh_from_db()
        assert zoe.is_private
        assert not policies.safeguards_of(zoe).is_minor


def test_an_operator_changes_ages_and_means(young: Callable[[int], Account], youth: Callable[..., None]) -> None:
    youth(age_until=16, autoplay=True)
    assert not policies.safeguards_of(young(16)).is_minor
    held = policies.safeguards_of(young(15))
    assert held.is_minor
    assert held.autoplay
    assert not held.streaks
    youth(age_from=17)
    with pytest.raises(ValidationError, match="17") as refusal:
        policies.require_old_enough(policies.today() - timedelta(days=366 * 16))
    assert refusal.value.code == "too_young"


def test_an_assured_age_counts_more_than_a_declared_one(
    young: Callable[[int], Account], youth: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "_providers", dict(providers._providers))
    bands: dict[str, AgeBand | None] = {}
    providers.register_age_assurance("wallet", lambda account: bands.get(account.handle))
    youth(assurance="wallet")
    adult, minor = young(30), young(16)
    assert not policies.safeguards_of(adult).is_minor, "what the provider does not know was declared"
    bands["zoe30"] = AgeBand(16, 17)
    assert policies.safeguards_of(adult).is_minor
    bands["zoe30"] = AgeBand(16, 20)
    assert policies.safeguards_of(adult).is_minor, "whose age is unsure is protected"
    bands["zoe16"] = AgeBand(18)
    assert not policies.safeguards_of(minor).is_minor


def test_a_provider_nobody_introduced_is_refused_at_the_start(youth: Callable[..., None]) -> None:
    assert not providers.check_provider()
    youth(assurance="wallet")
    [error] = providers.check_provider()
    assert "'wallet'" in str(error)


@pytest.mark.parametrize(
    ("at", "may"),
    [("20:59", True), ("21:00", False), ("23:30", False), ("04:00", False), ("05:59", False), ("06:00", True)],
)
def test_at_night_where_they_live_young_members_sleep(young: Callable[[int], Account], at: str, may: bool) -> None:
    zoe, adult = young(16), young(40)
    zoe.time_zone = "Europe/Paris"  # an hour later than UTC in winter
    moment = datetime.fromisoformat(f"2026-11-24T{at}").replace(tzinfo=UTC)
    assert policies.may_be_disturbed(zoe, at=moment) is may
    assert policies.may_be_disturbed(adult, at=moment)


def test_a_night_may_begin_after_midnight() -> None:
    night = Youth(night_from=datetime(2026, 1, 1, 1).time(), night_until=datetime(2026, 1, 1, 6).time())
    assert [hour for hour in range(24) if night.is_night(datetime(2026, 1, 1, hour).time())] == [1, 2, 3, 4, 5]


def test_the_privacy_page_tells_minors_what_is_done_for_them(young: Callable[[int], Account], walker: Walker) -> None:
    walker.sign_in(young(16))
    page = walker.get(ACCOUNT_HOST, "/reglages/confidentialite/").content.decode()
    assert "18 ans" in page
    assert "22:00" in page
    other = Walker()
    other.sign_in(young(18))
    assert "22:00" not in other.get(ACCOUNT_HOST, "/reglages/confidentialite/").content.decode()
