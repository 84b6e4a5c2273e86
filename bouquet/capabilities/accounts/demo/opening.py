"""Opens the accounts of the demo. Safe to repeat."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.contrib.auth.hashers import make_password

from bouquet.capabilities.accounts.actions import profile
from bouquet.capabilities.accounts.actions.following import accept_all, follow
from bouquet.capabilities.accounts.actions.opening import open_account
from bouquet.capabilities.accounts.demo.people import PASSWORD, PEOPLE, Person
from bouquet.capabilities.accounts.demo.portraits import portrait
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock


def people() -> dict[str, Account]:
    """Everybody, by handle, opened when they are not there yet, with their portraits and whom they follow."""
    known = {person.handle: _account(person) for person in PEOPLE}
    for person in PEOPLE:
        for followed in person.follows:
            follow(account=known[followed], by=known[person.handle])
        accept_all(by=known[person.handle])
    return known


def _account(person: Person) -> Account:
    account: Account | None = Account.objects.filter(handle=person.handle).first()
    if account is None:
        with clock.travel(-timedelta(days=31)):
            account = open_account(
                email=person.email,
                handle=person.handle,
                display_name=person.name,
                birth_date=person.birth_date,
                password=None,
                bio=person.bio,
                verified=True,
                is_operator=person.is_operator,
            )
        # One derivation for all: forty would be ten seconds of the first start.
        account.password = _derived()
        account.save(update_fields=["password"])
    if not account.avatar_key:
        profile.change_picture(account=account, source=portrait(person))
    if person.is_private and not account.is_private:
        profile.change_privacy(account=account, is_private=True)
    return account


@cache
def _derived() -> str:
    return make_password(PASSWORD)
