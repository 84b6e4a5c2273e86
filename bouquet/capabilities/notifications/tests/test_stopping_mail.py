"""One click stops mail, as mail programs do it (RFC 8058), and as people do."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions import mailing
from bouquet.capabilities.notifications.actions.choosing import all_ways
from bouquet.capabilities.notifications.tests.conftest import Things, reply
from bouquet.foundation.clock import clock


def letter_about(kind: str, ines: Account, karim: Account, things: Things) -> Any:
    reply(ines, karim, things.make(), kind=kind)
    with clock.travel(timedelta(days=8)):
        mailing.mail_what_is_due()
    return mail.outbox[-1]


def path_of(letter: Any) -> str:
    address = re.fullmatch(r"<(https?://[^/]+(/.+))>", letter.extra_headers["List-Unsubscribe"])
    assert address is not None
    return address[2]


def mails(account: Account) -> dict[str, str]:
    return {kind.name: str(ways.mail) for kind, ways in all_ways(account)}


def stranger() -> Client:
    """A mail program: no cookies, no token."""
    return Client(HTTP_HOST="wideo.m6.localhost", enforce_csrf_checks=True)


def test_a_mail_program_stops_it_with_one_post(ines: Account, karim: Account, things: Things) -> None:
    letter = letter_about("tests.like", ines, karim, things)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = stranger().post(path_of(letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert mails(ines) == {
        "tests.like": "never",
        "tests.reply": "immediate",
        "tests.week": "weekly",
        "tests.decision": "immediate",
    }
    assert stranger().post(path_of(letter), {"List-Unsubscribe": "One-Click"}).status_code == 200, "twice is once"
    reply(ines, karim, things.make(), kind="tests.like")
    with clock.travel(timedelta(days=8)):
        mailing.mail_what_is_due()
    assert len(mail.outbox) == 1


def test_what_follows_every_address_stops_nothing(ines: Account, karim: Account, things: Things) -> None:
    letter = letter_about("tests.like", ines, karim, things)
    page = stranger().get(path_of(letter))
    assert page.status_code == 200
    assert "Likes" in page.content.decode()
    assert "<button" in page.content.decode()
    assert mails(ines)["tests.like"] == "daily"


def test_the_way_out_is_at_the_foot_of_the_mail_too(ines: Account, karim: Account, things: Things) -> None:
    letter = letter_about("tests.like", ines, karim, things)
    foot = str(letter.body).partition("\n-- \n")[2]
    assert path_of(letter) in foot
    assert "/reglages/notifications/" in foot
    assert path_of(letter) in str(letter.alternatives[0][0])


def test_one_may_stop_all_mails_but_decisions(ines: Account, karim: Account, things: Things) -> None:
    letter = letter_about("tests.like", ines, karim, things)
    assert stranger().post(path_of(letter), {"everything": "1"}).status_code == 200
    assert {kind for kind, mail_ in mails(ines).items() if mail_ != "never"} == {"tests.decision"}


def test_a_made_up_address_stops_nobodys_mail(ines: Account, karim: Account, things: Things) -> None:
    letter = letter_about("tests.like", ines, karim, things)
    for token in ("nonsense", path_of(letter).rpartition("/")[2][:-3], f"{karim.pk.hex}.x"):
        assert stranger().post(f"/inbox/stop/{token}").status_code == 404
    assert mails(ines)["tests.like"] == "daily"
    assert mails(karim)["tests.like"] == "daily"
