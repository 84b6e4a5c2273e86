"""The regulars: the same five people in every test.

Inès the author publishes. Karim is her friend (a member; following is up to the test). Léa is a stranger to both.
Marc moderates. Odile runs the installation.
"""

from __future__ import annotations

from datetime import date

import pytest

from bouquet.capabilities.accounts.actions.opening import open_account
from bouquet.capabilities.accounts.models import Account

PASSWORD = "correct horse battery"


def regular(handle: str, display_name: str, *, is_operator: bool = False) -> Account:
    """One of the regulars, of age, with a verified address and the password `PASSWORD`."""
    return open_account(
        email=f"{handle}@example.org",
        handle=handle,
        display_name=display_name,
        birth_date=date(1985, 6, 15),
        password=PASSWORD,
        verified=True,
        is_operator=is_operator,
    )


@pytest.fixture
def ines(db: None) -> Account:
    """Inès, the author."""
    return regular("ines", "Inès")


@pytest.fixture
def karim(db: None) -> Account:
    """Karim, her friend."""
    return regular("karim", "Karim")


@pytest.fixture
def lea(db: None) -> Account:
    """Léa, the stranger."""
    return regular("lea", "Léa")


@pytest.fixture
def marc(db: None) -> Account:
    """Marc, the moderator."""
    return regular("marc", "Marc")


@pytest.fixture
def odile(db: None) -> Account:
    """Odile, the operator."""
    return regular("odile", "Odile", is_operator=True)
