"""Opening an account through the page: the code, the refusals, and what a stranger can learn."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError

from bouquet.capabilities.accounts.actions.opening import forget_unconfirmed, open_account
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, PASSWORD, WIDEO, YOOTRIBE, Walker
from bouquet.foundation.brands.current import address_at
from bouquet.foundation.events.models import AnnouncedEvent

FORM = {
    "email": "Zoe@Example.org",
    "username": "Zoe_Films",
    "display_name": "Zoé",
    "birth_date": "1999-05-04",
    "password1": PASSWORD,
}


def _code() -> str:
    return mail.outbox[-1].subject.split()[0]


def test_an_account_is_opened_with_the_mailed_code_and_signed_in_everywhere(db: None, walker: Walker) -> None:
    walker.get(YOOTRIBE, "/inscription/?next=/membres/zoe_films/")
    walker.at(ACCOUNT_HOST).cookies["tz"] = "America%2FMontreal"
    goal = address_at(YOOTRIBE, "/membres/zoe_films/")
    walker.post(ACCOUNT_HOST, "/inscription/", {**FORM, "next": goal})
    account = Account.objects.get()
    assert (account.email, account.handle, account.display_name) == ("zoe@example.org", "zoe_films", "Zoé")
    assert (account.language, account.country, account.time_zone) == ("fr", "FR", "America/Montreal")
    assert walker.whom(ACCOUNT_HOST) is None
    walker.post(ACCOUNT_HOST, "/inscription/code/", {"code": _code(), "next": goal})
    assert EmailAddress.objects.get().verified
    assert walker.whom(WIDEO) == walker.whom(YOOTRIBE) == account
    assert goal in walker.seen
    assert AnnouncedEvent.objects.filter(name="accounts.AccountOpened").count() == 1


def test_the_english_page_opens_an_english_account(db: None, walker: Walker) -> None:
    walker.post(ACCOUNT_HOST, "/en/inscription/", FORM)
    assert Account.objects.get().language == "en"


def test_a_wrong_code_opens_nothing(db: None, walker: Walker) -> None:
    walker.post(ACCOUNT_HOST, "/inscription/", FORM)
    assert walker.post(ACCOUNT_HOST, "/inscription/code/", {"code": "WRONG-CODE"}).status_code == 200
    assert walker.whom(ACCOUNT_HOST) is None
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "admin"),
        ("username", "a"),
        ("birth_date", f"{date.today().year - 10}-01-01"),
        ("birth_date", "demain"),
        ("password1", "court"),
        ("password1", "azertyuiop"),
        ("email", "nulle part"),
        ("display_name", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_the_rest_is_kept(
    db: None, walker: Walker, field: str, value: str
) -> None:
    page = walker.post(ACCOUNT_HOST, "/inscription/", {**FORM, field: value})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert not Account.objects.exists()
    if field != "display_name":
        assert 'value="Zoé"' in page.content.decode()


def test_a_taken_address_looks_like_a_free_one_and_its_owner_is_told(ines: Account, walker: Walker) -> None:
    fresh = walker.post(ACCOUNT_HOST, "/inscription/", FORM)
    other = Walker()
    taken = other.post(ACCOUNT_HOST, "/inscription/", {**FORM, "email": ines.email, "username": "somebody"})
    assert other.address == walker.address
    assert _without_what_differs(taken) == _without_what_differs(fresh)
    assert mail.outbox[-1].to == [ines.email]
    assert "/mot-de-passe/oublie/" in str(mail.outbox[-1].body)
    assert not Account.objects.filter(handle="somebody").exists()


@pytest.mark.parametrize("gives_up", [False, True])
def test_neither_the_handle_nor_the_clock_tells_who_has_an_account(
    ines: Account, monkeypatch: pytest.MonkeyPatch, gives_up: bool
) -> None:
    hashed: list[str] = []
    hasher = type(get_hasher())
    encode = hasher.encode

    def counted(self: Any, *args: Any) -> str:
        hashed.append("")
        return str(encode(self, *args))

    monkeypatch.setattr(hasher, "encode", counted)
    seen = []
    for email, handle in ((ines.email, "first_try"), ("fresh@example.org", "other_try")):
        hashed.clear()
        walker = Walker()
        walker.post(ACCOUNT_HOST, "/inscription/", {**FORM, "email": email, "username": handle})
        times = len(hashed)
        if gives_up:
            walker.post(ACCOUNT_HOST, "/deconnexion/")
        again = Walker().post(ACCOUNT_HOST, "/inscription/", {**FORM, "email": f"{handle}@x.org", "username": handle})
        errors = again.context["form"].errors if "form" in (again.context or {}) else {}
        seen.append((times, "username" in errors))
    assert seen[0] == seen[1]
    assert seen[0][1] is not gives_up


def test_a_forgotten_password_tells_nothing_about_who_has_an_account(ines: Account, walker: Walker) -> None:
    known = walker.post(ACCOUNT_HOST, "/mot-de-passe/oublie/", {"email": ines.email})
    unknown = Walker().post(ACCOUNT_HOST, "/mot-de-passe/oublie/", {"email": "nobody@example.org"})
    assert _without_what_differs(known) == _without_what_differs(unknown)
    assert [message.to for message in mail.outbox] == [[ines.email], ["nobody@example.org"]]


def test_a_wrong_password_and_a_wrong_address_are_refused_alike(ines: Account, walker: Walker) -> None:
    wrong = walker.post(ACCOUNT_HOST, "/connexion/", {"login": ines.email, "password": "not this one at all"})
    nobody = walker.post(
        ACCOUNT_HOST, "/connexion/", {"login": "nobody@example.org", "password": "not this one at all"}
    )
    assert wrong.context["form"].errors == nobody.context["form"].errors != {}


def test_without_a_password_the_account_waits_for_its_passkey(db: None, walker: Walker) -> None:
    typed = {name: value for name, value in FORM.items() if name != "password1"}
    walker.post(ACCOUNT_HOST, "/inscription/cle/", typed)
    assert not Account.objects.get().has_usable_password()
    page = walker.post(ACCOUNT_HOST, "/inscription/code/", {"code": _code()})
    assert walker.address == address_at(ACCOUNT_HOST, "/inscription/cle/creer/")
    assert page.context["js_data"]["creation_options"]["publicKey"]["rp"] == {"id": ACCOUNT_HOST, "name": "M6"}


def test_whoever_mistyped_the_address_cancels_and_starts_again_with_the_same_handle(db: None, walker: Walker) -> None:
    walker.post(ACCOUNT_HOST, "/inscription/", {**FORM, "email": "zeo@example.org"})
    walker.post(ACCOUNT_HOST, "/deconnexion/", {"next": "/connexion/"})
    assert not Account.objects.exists()
    walker.post(ACCOUNT_HOST, "/inscription/", FORM)
    walker.post(ACCOUNT_HOST, "/inscription/code/", {"code": _code()})
    assert walker.whom(WIDEO) == Account.objects.get(email="zoe@example.org")
    walker.post(WIDEO, "/deconnexion/", follow=False)
    assert Account.objects.count() == 1


def test_another_code_may_be_asked_for(db: None, walker: Walker) -> None:
    walker.post(ACCOUNT_HOST, "/inscription/", FORM)
    first = _code()
    # One mail in ten seconds, else patience is asked for.
    cache.clear()
    walker.post(ACCOUNT_HOST, "/inscription/code/", {"action": "resend"})
    assert _code() != first
    walker.post(ACCOUNT_HOST, "/inscription/code/", {"code": _code()})
    assert walker.whom(WIDEO) == Account.objects.get()


def test_a_sign_up_that_is_never_confirmed_is_forgotten(
    ines: Account, walker: Walker, travel: Callable[[timedelta], Any]
) -> None:
    walker.post(ACCOUNT_HOST, "/inscription/", FORM)
    forget_unconfirmed()
    assert Account.objects.filter(handle="zoe_films").exists()
    with travel(timedelta(days=4)):
        forget_unconfirmed()
    assert list(Account.objects.all()) == [ines]


def test_an_account_is_not_opened_twice_with_one_address(ines: Account) -> None:
    with pytest.raises(ValidationError) as refusal:
        open_account(email="INES@example.org", handle="ines_bis", birth_date=date(1990, 1, 1))
    assert refusal.value.code == "email"


def test_createsuperuser_makes_an_operator_who_can_sign_in(db: None, walker: Walker) -> None:
    from django.core.management import call_command

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        call_command("createsuperuser", "--noinput", "--handle", "odile", "--email", "odile@example.org", verbosity=0)
    odile = Account.objects.get()
    assert odile.is_operator
    walker.sign_in(odile)
    assert walker.whom(WIDEO) == odile
    assert walker.get(WIDEO, "/operator/").status_code == 200


def test_the_operators_door_leads_to_the_account_host_and_refuses_members(ines: Account, walker: Walker) -> None:
    walker.get(WIDEO, "/operator/")
    assert walker.address.startswith(address_at(ACCOUNT_HOST, "/connexion/"))
    walker.sign_in(ines)
    assert walker.get(WIDEO, "/operator/").status_code == 403


def _without_what_differs(answer: Any) -> str:
    page = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"', "", answer.content.decode())
    return re.sub(r"[\w.]+@[\w.]+", "address", page)
