"""The second step: asked for when there is one, and kept unreadable in the database."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, Walker


def _now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_a_password_alone_signs_nobody_in_when_there_is_a_second_step(ines: Account, walker: Walker) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ines, secret)
    page = walker.sign_in(ines)
    assert "/connexion/deux-etapes/" in walker.address
    assert [walker.whom(host) for host in (ACCOUNT_HOST, WIDEO)] == [None, None]
    # There is no passkey to offer.
    assert 'data-controller="passkey"' not in page.content.decode()
    walker.post(ACCOUNT_HOST, "/connexion/deux-etapes/", {"code": "000000"})
    assert walker.whom(WIDEO) is None
    walker.post(ACCOUNT_HOST, "/connexion/deux-etapes/", {"code": _now(secret)})
    assert [walker.whom(host) for host in (ACCOUNT_HOST, WIDEO)] == [ines, ines]


def test_giving_up_half_way_leaves_nothing_behind(ines: Account, walker: Walker) -> None:
    TOTP.activate(ines, generate_totp_secret())
    walker.sign_in(ines)
    walker.post(ACCOUNT_HOST, "/deconnexion/", {"next": "/connexion/"})
    assert walker.get(ACCOUNT_HOST, "/connexion/deux-etapes/").status_code == 200
    assert walker.address.endswith("/connexion/")
    assert Account.objects.filter(pk=ines.pk).exists()


def test_the_secret_cannot_be_read_from_the_database(ines: Account) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ines, secret)
    assert secret not in str(Authenticator.objects.get().data)
