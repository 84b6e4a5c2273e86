"""How one is told: the matrix of kinds and ways, and quiet hours."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions.choosing import Ways, all_ways
from bouquet.capabilities.notifications.models import Choice, Rhythm
from bouquet.foundation.clock import clock

PAGE, QUIET = "/reglages/notifications/", "/reglages/notifications/calme/"


@pytest.fixture
def her(ines: Account, client: Client) -> Client:
    client.force_login(ines)
    return client


def ways(account: Account) -> dict[str, Ways]:
    return {kind.name: one for kind, one in all_ways(account)}


def test_without_a_choice_every_kind_says_itself_how_it_is_told(ines: Account) -> None:
    assert ways(ines)["tests.reply"] == Ways(in_inbox=True, push=True, mail="immediate")
    assert ways(ines)["tests.like"] == Ways(in_inbox=True, push=False, mail="daily")


def test_the_page_keeps_what_is_chosen(her: Client, ines: Account) -> None:
    page = her.get(PAGE).content.decode()
    assert 'name="push:tests.like"' in page
    chosen = {
        "inbox:tests.reply": "on",
        "mail:tests.reply": "weekly",
        "push:tests.like": "on",
        "mail:tests.like": "never",
        "mail:tests.week": "daily",
    }
    assert her.post(PAGE, chosen).status_code == 302
    assert ways(ines) == {
        "tests.reply": Ways(in_inbox=True, push=False, mail="weekly"),
        "tests.like": Ways(in_inbox=False, push=True, mail="never"),
        "tests.week": Ways(in_inbox=False, push=False, mail="daily"),
        "tests.decision": Ways(in_inbox=True, push=False, mail="immediate"),
    }
    her.post(PAGE, chosen | {"mail:tests.reply": "never"})
    assert Choice.objects.filter(account=ines, kind="tests.reply").count() == 1


def test_a_made_up_frequency_changes_nothing(her: Client) -> None:
    answer = her.post(PAGE, {"mail:tests.reply": "hourly", "mail:tests.like": "never", "mail:tests.week": "never"})
    assert answer.status_code == 422
    assert not Choice.objects.exists()


def test_quiet_hours_are_kept_and_taken_away(her: Client, ines: Account) -> None:
    her.post(QUIET, {"is_on": "on", "quiet_from": "21:30", "quiet_until": "08:00"})
    rhythm = Rhythm.objects.get(account=ines)
    assert (rhythm.quiet_from, rhythm.quiet_until) == (time(21, 30), time(8))
    assert 'value="21:30"' in her.get(PAGE).content.decode()
    her.post(QUIET, {"quiet_from": "21:30", "quiet_until": "08:00"})
    assert not Rhythm.objects.exists()


@pytest.mark.parametrize(
    ("start", "end"), [("", "08:00"), ("22:00", ""), ("22:00", "22:00"), ("08:00", "21:00"), ("25:00", "1")]
)
def test_hours_that_make_no_sense_are_refused(her: Client, start: str, end: str) -> None:
    answer = her.post(QUIET, {"is_on": "on", "quiet_from": start, "quiet_until": end})
    assert answer.status_code == 422
    assert "errors" in answer.content.decode()
    assert not Rhythm.objects.exists()


def test_the_young_read_that_their_nights_are_quiet(her: Client, ines: Account) -> None:
    assert "majorité" not in her.get(PAGE).content.decode()
    Account.objects.filter(pk=ines.pk).update(birth_date=date(clock.today().year - 16, 1, 1))
    assert "entre 22:00 et 07:00" in her.get(PAGE).content.decode()


def test_the_settings_lead_there(her: Client) -> None:
    assert 'href="/reglages/notifications/"' in her.get("/reglages/videos-par-e-mail/").content.decode()
    assert her.get("/en/reglages/notifications/").status_code == 200
