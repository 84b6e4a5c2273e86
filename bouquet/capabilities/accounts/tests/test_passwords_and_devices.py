"""Passwords that change, devices that are signed out, and limits for those who guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from bouquet.capabilities.accounts.engine.devices import device_of
from bouquet.capabilities.accounts.models import Account, SignIn
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, PASSWORD, WIDEO, YOOTRIBE, Walker

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1"
NEW = "another horse staple"


def test_changing_the_password_signs_out_every_other_device(
    ines: Account, walker: Walker, new_walker: Callable[..., Walker]
) -> None:
    phone = new_walker(PHONE)
    walker.sign_in(ines)
    phone.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/reglages/mot-de-passe/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    ines.refresh_from_db()
    assert ines.check_password(NEW)
    assert [walker.whom(host) for host in (ACCOUNT_HOST, WIDEO, YOOTRIBE)] == [ines] * 3
    assert [phone.whom(host) for host in (ACCOUNT_HOST, WIDEO, YOOTRIBE)] == [None] * 3
    assert mail.outbox[-1].to == [ines.email]


def test_a_password_changed_by_the_operator_signs_out_every_device(ines: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    ines.set_password(NEW)
    ines.save()
    assert walker.at(WIDEO).get("/deconnexion/").status_code == 302


def test_a_reset_by_mail_signs_out_every_device_and_its_link_is_good_once(
    ines: Account, walker: Walker, new_walker: Callable[..., Walker]
) -> None:
    walker.sign_in(ines)
    elsewhere = new_walker()
    elsewhere.post(ACCOUNT_HOST, "/mot-de-passe/oublie/", {"email": ines.email})
    found = re.search(r"http://[^/]+(/mot-de-passe/nouveau/\S+)", str(mail.outbox[-1].body))
    assert found
    elsewhere.get(ACCOUNT_HOST, found[1])
    form_path = elsewhere.address.split(ACCOUNT_HOST)[1].partition("/")[2]
    elsewhere.post(ACCOUNT_HOST, f"/{form_path}", {"password1": NEW, "password2": NEW})
    ines.refresh_from_db()
    assert ines.check_password(NEW)
    assert walker.whom(WIDEO) is None
    again = new_walker().get(ACCOUNT_HOST, found[1])
    assert again.context["token_fail"]


def test_the_devices_page_shows_each_and_signs_out_there(
    ines: Account, walker: Walker, new_walker: Callable[..., Walker]
) -> None:
    phone = new_walker(PHONE)
    walker.sign_in(ines)
    phone.sign_in(ines)
    page = walker.get(ACCOUNT_HOST, "/reglages/appareils/")
    assert str(page.context["here"].device) == "Firefox · Linux"
    assert [str(sign_in.device) for sign_in in page.context["there"]] == ["Safari · iPhone"]
    walker.post(ACCOUNT_HOST, f"/reglages/appareils/{page.context['there'][0].pk}/deconnecter/")
    assert phone.whom(YOOTRIBE) is None
    assert walker.whom(YOOTRIBE) == ines


def test_a_stranger_cannot_sign_out_somebody_elses_device(ines: Account, lea: Account, walker: Walker) -> None:
    walker.sign_in(ines)
    stranger = Walker()
    stranger.sign_in(lea)
    key = SignIn.objects.get(account=ines).pk
    assert stranger.post(ACCOUNT_HOST, f"/reglages/appareils/{key}/deconnecter/").status_code == 404
    assert walker.whom(WIDEO) == ines


def test_signing_out_everywhere_else_keeps_this_device(
    ines: Account, walker: Walker, new_walker: Callable[..., Walker]
) -> None:
    others = [new_walker(PHONE), new_walker()]
    for one in (walker, *others):
        one.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/reglages/appareils/deconnecter/")
    assert walker.whom(WIDEO) == ines
    assert [one.whom(WIDEO) for one in others] == [None, None]


def test_last_seen_is_written_every_few_minutes_only(
    ines: Account, walker: Walker, travel: Callable[[timedelta], Any], django_assert_num_queries: Any
) -> None:
    walker.sign_in(ines)
    first = SignIn.objects.get().seen_at
    walker.whom(WIDEO)
    assert SignIn.objects.get().seen_at == first
    with travel(timedelta(minutes=6)):
        walker.whom(WIDEO)
    assert SignIn.objects.get().seen_at > first
    ines.refresh_from_db()
    assert ines.last_seen_at == SignIn.objects.get().seen_at


@pytest.mark.parametrize(
    ("user_agent", "name", "is_handheld"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0",
            "Edge · Windows",
            False,
        ),
        ("Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/150.0.0.0 Mobile Safari/537.36", "Chrome · Android", True),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1.15", "Safari · Mac", False),
        (PHONE, "Safari · iPhone", True),
        ("curl/8.9", "", False),
        ("", "", False),
    ],
)
def test_a_device_is_named_by_its_browser_and_system(user_agent: str, name: str, is_handheld: bool) -> None:
    assert (str(device_of(user_agent)), device_of(user_agent).is_handheld) == (name, is_handheld)


def test_guessing_a_password_ends_after_five_tries_for_that_account(ines: Account, walker: Walker) -> None:
    for _try in range(5):
        walker.post(ACCOUNT_HOST, "/connexion/", {"login": ines.email, "password": "not this one at all"})
    walker.sign_in(ines)
    assert walker.whom(WIDEO) is None
    Walker().sign_in(ines)
    assert not SignIn.objects.exists()


@pytest.mark.parametrize(
    ("path", "data", "most"),
    [
        ("/connexion/", {"login": "x@example.org", "password": "nothing at all"}, 40),
        ("/inscription/", {"email": "x"}, 25),
        ("/mot-de-passe/oublie/", {"email": "x@example.org"}, 25),
    ],
)
def test_each_door_answers_429_in_the_end(db: None, walker: Walker, path: str, data: dict[str, str], most: int) -> None:
    statuses = [walker.post(ACCOUNT_HOST, path, data, follow=False).status_code for _try in range(most)]
    assert statuses[0] != 429
    assert statuses[-1] == 429


def test_a_visitor_cannot_choose_the_address_they_are_counted_under(ines: Account) -> None:
    """Only the last entry counts: the live process wrote it, whatever the visitor sent before it."""
    walker = Walker()
    for number in range(40):
        answer = walker.at(ACCOUNT_HOST).post(
            "/connexion/",
            {"login": f"{number}@example.org", "password": "nothing at all"},
            headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.7"},
        )
    assert answer.status_code == 429
    other = walker.at(ACCOUNT_HOST).post(
        "/connexion/",
        {"login": "y@example.org", "password": "nothing at all"},
        headers={"X-Forwarded-For": "192.0.2.8"},
    )
    assert other.status_code == 200


def test_the_sign_in_remembers_the_visitors_address(ines: Account, walker: Walker) -> None:
    walker.at(ACCOUNT_HOST).post(
        "/connexion/", {"login": ines.email, "password": PASSWORD}, headers={"X-Forwarded-For": "2001:db8::7"}
    )
    assert SignIn.objects.get().address == "2001:db8::7"
