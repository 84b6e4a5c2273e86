"""People are found by the names they chose, by those who may."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from bouquet.capabilities.accounts.actions import profile
from bouquet.capabilities.accounts.actions.blocking import block
from bouquet.capabilities.accounts.actions.opening import open_account
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.discovery.actions.finding import Wanted, find
from bouquet.capabilities.discovery.actions.suggesting import suggest
from bouquet.capabilities.discovery.listings.people import welcome_newcomers
from bouquet.capabilities.discovery.models import Entry, Word

Committed = Callable[[], AbstractContextManager[None]]
Jobs = Callable[[], None]


def found(typed: str, viewer: Account | None = None) -> list[str]:
    return [entry.title for entry in find(Wanted(typed), viewer or AnonymousUser()).entries]


def opened(handle: str, name: str, *, born: int = 1985, verified: bool = True, bio: str = "") -> Account:
    return open_account(
        email=f"{handle}@example.org",
        handle=handle,
        display_name=name,
        birth_date=date(born, 6, 15),
        verified=verified,
        bio=bio,
        country="FR",
    )


def test_a_member_is_found_by_name_and_handle_from_the_day_they_come(
    db: None, committed: Committed, work_off: Jobs
) -> None:
    with committed():
        opened("noemie_b", "Noémie Bâ", bio="J'aime la spéléologie.")
    work_off()
    for typed in ("noemie", "@noemie_b", "bâ", "spéléologie"):
        assert found(typed) == ["Noémie Bâ"]
    assert suggest("noé", AnonymousUser()) == ["Noémie Bâ"]
    assert Entry.objects.get().address.startswith("http")


def test_who_changes_is_found_as_they_are(ines: Account, committed: Committed, work_off: Jobs) -> None:
    with committed():
        profile.describe(
            account=ines, display_name="Agnès", bio="Voile", country="FR", language="fr", time_zone="Europe/Paris"
        )
        profile.change_handle(account=ines, handle="agnes_v")
    work_off()
    assert found("agnes") == ["Agnès"] and found("ines") == [] and found("voile") == ["Agnès"]
    with committed():
        profile.change_privacy(account=ines, is_private=True)
    work_off()
    # The name leads to the door; what is said behind it does not.
    assert found("agnes") == ["Agnès"] and found("voile") == []


def test_a_minor_is_found_by_members_only_and_by_name_only(ines: Account, committed: Committed, work_off: Jobs) -> None:
    with committed():
        opened("tom_p", "Tom Petit", born=2010, bio="Seize ans, Nantes, skate.")
    work_off()
    assert found("tom") == [] and suggest("tom", AnonymousUser()) == []
    assert found("tom", ines) == ["Tom Petit"]
    for typed in ("nantes", "seize ans", "skate", "2010", "16", "France"):
        assert found(typed, ines) == []
    assert not Word.objects.filter(text__in=["tom", "petit"]).exists()


def test_nothing_in_the_index_tells_an_age_or_a_place(db: None, committed: Committed, work_off: Jobs) -> None:
    with committed():
        account = opened("zoe_k", "Zoé")
        Account.objects.filter(pk=account.pk).update(time_zone="America/Cayenne", country="GF")
    work_off()
    entry = Entry.objects.get()
    said = " ".join(str(getattr(entry, field.attname)) for field in Entry._meta.concrete_fields)
    for hidden in ("1985", "06-15", "Cayenne", "GF", "example.org"):
        assert hidden not in said


def test_who_has_not_confirmed_an_address_is_not_there_yet(db: None, committed: Committed, work_off: Jobs) -> None:
    with committed():
        account = opened("paul_r", "Paul", verified=False)
    work_off()
    welcome_newcomers()
    assert found("paul") == []
    EmailAddress.objects.filter(user=account).update(verified=True)
    welcome_newcomers()
    assert found("paul") == ["Paul"]
    welcome_newcomers()
    assert Entry.objects.count() == 1


def test_who_blocks_me_is_nowhere(ines: Account, karim: Account, lea: Account) -> None:
    welcome_newcomers()
    assert set(found("karim", lea)) == {"Karim"}
    block(account=lea, by=karim)
    assert found("karim", lea) == [] and suggest("kari", lea) == []
    assert found("karim", ines) == ["Karim"]
