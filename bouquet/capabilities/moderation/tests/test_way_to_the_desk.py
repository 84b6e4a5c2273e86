"""The desk is one step away for whoever it is open to, and no page asks a query for it."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import forgetting, naming

HOST = "wideo.m6.localhost"
DESK = 'href="/moderation/"'


def _page(account: Account) -> tuple[bool, int]:
    """Whether a page of the account leads to the desk, and how many queries it cost."""
    client = Client(HTTP_HOST=HOST)
    client.force_login(account)
    client.get("/inbox")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/inbox").content.decode()
    return DESK in page, len(queries)


def test_moderators_and_operators_are_led_to_the_desk_and_nobody_else(
    marc: Account, odile: Account, karim: Account
) -> None:
    naming.name(account=marc, by=odile)
    (his, cost), (hers, _), (none, plain) = _page(marc), _page(odile), _page(karim)
    assert (his, hers, none) == (True, True, False)
    assert cost == plain
    naming.dismiss(account=marc, by=odile)
    assert _page(marc)[0] is False


def test_who_is_erased_moderates_no_more(marc: Account) -> None:
    naming.name(account=marc, by=None)
    forgetting.forget_member(marc.pk)
    marc.refresh_from_db()
    assert marc.moderates is False


def test_those_who_moderated_before_accounts_knew_are_known_to_them(marc: Account, karim: Account) -> None:
    naming.name(account=marc, by=None)
    Account.objects.update(moderates=False)
    import_module("bouquet.capabilities.moderation.migrations.0003_known_to_their_accounts").tell_accounts(apps, None)
    assert list(Account.objects.filter(moderates=True)) == [marc]
