"""Open an account."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.engine import names
from bouquet.capabilities.accounts.events import AccountOpened
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.account import AccountQuerySet
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code


@transaction.atomic
def open_account(
    *,
    email: str,
    handle: str,
    display_name: str = "",
    birth_date: date,
    password: str | None = None,
    language: str = "fr",
    country: str = "",
    time_zone: str = "",
    bio: str = "",
    verified: bool = False,
    is_operator: bool = False,
) -> Account:
    """A new account; private when its owner is a minor, as `policies.safeguards_of` has it.

    `verified` says that the e-mail address is known to be theirs (demo, operators); otherwise they cannot sign in
    before they typed the code mailed to it. Without a password they sign in by passkey. Raises ValidationError.
    """
    email = email.strip().lower()
    if not email or Account.objects.filter(email=email).exists():
        raise ValidationError(_("This e-mail address cannot be used."), code="email")
    policies.require_old_enough(birth_date)
    account = Account(
        email=email,
        handle=policies.require_free_handle(handle),
        display_name=names.tidied(display_name) or handle.strip(),
        birth_date=birth_date,
        language=language,
        bio=bio,
        is_staff=is_operator,
        is_superuser=is_operator,
    )
    if country:
        account.country = country
    if time_zone:
        account.time_zone = time_zone
    account.is_private = policies.safeguards_of(account).private_by_default
    account.set_password(password)
    account.save()
    EmailAddress.objects.create(user=account, email=email, primary=True, verified=verified)
    announce(AccountOpened(account_id=account.pk))
    return account


def open_for_a_program(*, name: str, language: str) -> Account:
    """What a program speaks as: nobody signs in to it, finds it, or writes to it."""
    # A handle nobody can have chosen: capitals are not allowed.
    account = Account(handle=f"BOT{new_code(20)}", display_name=name, language=language, is_bot=True)
    account.set_unusable_password()
    account.save()
    return account


# How long an address may wait for its code before its handle is free again.
PATIENCE = timedelta(days=3)


def pretend_to_open(*, handle: str, password: str | None) -> None:
    """Somebody signs up with an address that has an account: whoever looks on must see what an open account shows.

    The handle is taken, for as long as an address may wait for its code, and a password costs its time.
    """
    make_password(password)
    policies.hold_handle(handle, seconds=PATIENCE.total_seconds())


def take_back(handle: str) -> None:
    """Whoever began to sign up gave up: the handle is free again. Nothing happens once the address is confirmed."""
    policies.release_handle(handle)
    _unconfirmed().filter(handle=handle).delete()


def forget_unconfirmed() -> None:
    """A chore: sign-ups that were never confirmed."""
    _unconfirmed().filter(opened_at__lt=clock.now() - PATIENCE).delete()


def _unconfirmed() -> AccountQuerySet:
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    # Without an address there is none to confirm: commands make such accounts, for those who will claim them.
    never_in: AccountQuerySet = Account.objects.filter(last_login=None, erased_at=None, is_staff=False).exclude(
        email=""
    )
    return never_in.exclude(pk__in=confirmed)
