"""Who is told that they look after a tribe, and what is named of one that a decision closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.models import Notice
from bouquet.sites.tribes.actions import keeping
from bouquet.sites.tribes.models import Invitation, Standings, Tribe
from bouquet.sites.tribes.tests.gatherings import HOST
from bouquet.sites.tribes.tests.making import let_in, tribe_of


def test_who_becomes_keeper_again_is_told_again(ines: Account, karim: Account, settled: Callable[..., Any]) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    for role in ("keeper", "member", "keeper"):
        settled(partial(keeping.give_role, tribe=tribe, account=karim, role=role, by=ines))
    assert Notice.objects.filter(recipient=karim, kind="tribes.role").count() == 2


def test_a_tribe_that_was_closed_is_named_to_nobody_it_invited(ines: Account, karim: Account, lea: Account) -> None:
    tribe = tribe_of(ines, "Les Zigotos")
    let_in(tribe, lea)
    Invitation.objects.create(tribe=tribe, account=karim, by=ines)
    pages = {}
    for person in (karim, lea):
        pages[person] = Client(HTTP_HOST=HOST)
        pages[person].force_login(person)
        assert "Zigotos" in pages[person].get("/tribes/mine").content.decode()
    for standing in (Standings.HIDDEN, Standings.REMOVED):
        Tribe.objects.filter(pk=tribe.pk).update(standing=standing)
        for person, client in pages.items():
            assert "Zigotos" not in client.get("/tribes/mine").content.decode(), (person, standing)
