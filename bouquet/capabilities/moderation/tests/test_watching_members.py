"""Names and words about oneself are looked at, and nobody follows everybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.tests.test_sign_up import FORM
from bouquet.capabilities.moderation.engine.pace import pace_of
from bouquet.capabilities.moderation.models import Case, Pace, WatchedWord
from tests.regulars import regular

ACCOUNT_HOST = "compte.m6.localhost"
SignedIn = Callable[[Account], Client]


@pytest.mark.parametrize("field", ["display_name", "bio"])
def test_no_member_is_called_or_says_what_is_not_taken(ines: Account, field: str) -> None:
    WatchedWord.objects.create(word="zigoto", action=WatchedWord.Action.HOLD)
    client = Client(HTTP_HOST=ACCOUNT_HOST, headers={"accept-language": "fr"})
    client.force_login(ines)
    told = {"display_name": "Inès", "bio": "", "country": "FR", "language": "fr", "time_zone": "Europe/Paris"}
    answer = client.post("/reglages/profil/", {**told, field: "La z1goto"}, follow=True)
    assert "autrement" in answer.content.decode()
    ines.refresh_from_db()
    assert (ines.display_name, ines.bio) == ("Inès", "")
    assert not Case.objects.exists()
    # What was there before it was watched for may stay.
    Account.objects.filter(pk=ines.pk).update(**{field: "La z1goto"})
    assert client.post("/reglages/profil/", {**told, field: "La z1goto"}).status_code == 302


def test_nobody_signs_up_under_such_a_name(db: None) -> None:
    WatchedWord.objects.create(word="zigoto", action=WatchedWord.Action.REFUSE)
    answer = Client(HTTP_HOST=ACCOUNT_HOST).post("/inscription/", {**FORM, "display_name": "Zig\u200boto"})
    assert re.search("otherwise|autrement", answer.content.decode())
    assert not Account.objects.exists()


def test_whoever_follows_everybody_is_asked_to_wait(ines: Account, karim: Account, signed_in: SignedIn) -> None:
    following.follow(account=ines, by=karim)
    row = Pace.objects.get(account=karim, verb="follow")
    full = pace_of("follow", 0)
    row.full_at += full.step * (full.most - 1)
    row.save()
    for _again in range(2):
        # Once is enough: repeating counts for nothing.
        following.follow(account=ines, by=karim)
    other = regular("other", "Other")
    browser = signed_in(karim)
    answer = browser.post(f"/@{other.handle}/follow", {"on": "1"})
    assert answer.status_code == 302
    assert not Follow.objects.filter(followed=other).exists()
    following.unfollow(account=ines, by=karim)
