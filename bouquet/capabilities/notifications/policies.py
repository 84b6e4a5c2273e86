"""Whom may a notice reach, and when? Asked when it is told, and again when it is shown, pushed or mailed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import Mute, hidden_from, muted_by
from bouquet.capabilities.accounts.policies import safeguards_of
from bouquet.capabilities.notifications.engine.quiet import Hours, end_of_quiet, start_of_quiet
from bouquet.capabilities.notifications.kinds import NoticeKind, notice_kind
from bouquet.capabilities.notifications.models import Rhythm
from bouquet.foundation.brands.current import network
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref

# Whoever tells more people than this has found them by what they may see (a tribe's members); asking for each of
# fifty thousand would take as many queries. Showing, pushing and mailing ask all the same.
MOST_ASKED_ONE_BY_ONE = 25


def reachable(kind: NoticeKind, recipients: Collection[UUID]) -> QuerySet[Account]:
    """Who of `recipients` is here to be told. A decision about a member reaches them wherever they are."""
    there: QuerySet[Account] = Account.objects.filter(pk__in=recipients, is_bot=False)
    return (
        there.filter(erased_at=None) if kind.mandatory else there.filter(is_active=True, erased_at=None, leaves_at=None)
    )


def apart_from(actor: UUID | None, recipients: Collection[UUID]) -> set[UUID]:
    """Who of `recipients` hears nothing of `actor`: the actor, whoever is blocked either way, whoever mutes them."""
    if actor is None:
        return set()
    apart = hidden_from(Account(pk=actor))
    mutes = Mute.objects.filter(muted=actor, muter__in=recipients).values_list("muter", flat=True)
    return {actor, *apart, *mutes}


def unheard_by(account: Account) -> set[UUID]:
    """Of whom `account` hears nothing at the moment. Two queries."""
    return hidden_from(account) | muted_by(account)


def who_may_see(about: Ref, accounts: Collection[Account]) -> Collection[Account]:
    """Those of `accounts` who may see what they are to be told of."""
    if not accounts or registry.visible([about], AnonymousUser()):
        return accounts
    if len(accounts) > MOST_ASKED_ONE_BY_ONE:
        return accounts
    return [account for account in accounts if registry.visible([about], account)]


def in_sight(account: Account, told: Iterable[tuple[str, Ref]]) -> set[Ref]:
    """What of these (kind of notice, thing) `account` may be told of at the moment."""
    told = list(told)
    free = {about for name, about in told if (kind := notice_kind(name)) is not None and not kind.checks_sight}
    asked = {about for name, about in told if (kind := notice_kind(name)) is not None and kind.checks_sight}
    return free | registry.visible(asked, account)


def quiet_hours(account: Account, rhythm: Rhythm | None) -> list[Hours]:
    """When `account` is not to be disturbed: their own hours, and the night of the young."""
    hours = [rhythm.hours] if rhythm else []
    if not safeguards_of(account).night_notifications:
        hours.append(youth_night())
    return hours


def youth_night() -> Hours:
    """The hours in which young members sleep."""
    return Hours(network().youth.night_from, network().youth.night_until)


def not_before(account: Account, rhythm: Rhythm | None, at: datetime) -> datetime:
    """`at`, or the end of the quiet hours it falls in."""
    hours = quiet_hours(account, rhythm)
    return end_of_quiet(at, hours, account.zone) if hours else at


def next_quiet(account: Account, rhythm: Rhythm | None, at: datetime) -> datetime | None:
    """When their next quiet hours begin; None for who has none."""
    return start_of_quiet(at, quiet_hours(account, rhythm), account.zone)


def has_address(account: Account) -> bool:
    """Whether mail reaches them: an address they have proved to be theirs."""
    return (
        bool(account.email) and EmailAddress.objects.filter(user=account, email=account.email, verified=True).exists()
    )


def may_be_mailed(account: Account, kinds: Collection[str]) -> set[str]:
    """Which of `kinds` may be mailed to them at the moment."""
    if account.is_erased or not has_address(account):
        return set()
    if account.is_active and not account.is_leaving:
        return set(kinds)
    return {name for name in kinds if (kind := notice_kind(name)) is not None and kind.mandatory}
