"""Display names: whatever is typed, they fit a line and show what they are."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions.opening import open_account
from bouquet.capabilities.accounts.engine.names import tidied
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.tests.test_sign_up import FORM
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, Walker
from tests.regulars import regular


@given(st.text(max_size=60))
def test_a_name_is_one_line_and_tidying_twice_changes_nothing(typed: str) -> None:
    name = tidied(typed)
    assert len(name.splitlines()) <= 1
    assert name == name.strip() == tidied(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Inès \n Carpentier ", "Inès Carpentier"),
        ("\u202eserpentina", "serpentina"),
        ("👩\u200d🎤 Zoé", "👩\u200d🎤 Zoé"),
        ("Ine\u0300s", "Inès"),
    ],
)
def test_what_cannot_be_seen_is_left_out(typed: str, kept: str) -> None:
    assert tidied(typed) == kept


def test_a_name_nobody_can_read_is_refused() -> None:
    with pytest.raises(ValidationError):
        policies.require_name("\u200b \u202e", by=Account())


def test_a_handle_taken_at_the_last_moment_is_said_at_its_field(
    db: None, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = open_account

    def too_late(**typed: object) -> Account:
        if not Account.objects.exists():
            regular("zoe_films", "Une autre")
        return really(**typed)  # type: ignore[arg-type]

    monkeypatch.setattr("bouquet.capabilities.accounts.forms.entrance.open_account", too_late)
    page = walker.post(ACCOUNT_HOST, "/inscription/", FORM)
    assert set(page.context["form"].errors) == {"username"}
    assert Account.objects.count() == 1
