"""Who can tell how old a member is. The house takes them at their word; an operator may name another provider in
`network.toml` (`[youth] assurance`), which an installed app introduced in its `apps.py`:

    register_age_assurance("wallet", band_of)

where `band_of(account)` answers an `AgeBand`, or None when it knows nothing of this member: then their declared
birth date counts. It is asked on pages: it must answer from what it keeps, without waiting for anybody.

And who knows whom: an app where people become acquainted (friends, a tribe that keepers let both into) says so with
`register_acquaintance(name, who_know)`. Whoever a young member does not know cannot write to them.

And who looks at what members do to each other and say of themselves: an app that watches over the network says with
`register_pace` who goes too fast, with `register_refusal` which words are not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core import checks

from bouquet.capabilities.accounts.engine import ages
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock

DECLARED = "declared"


@dataclass(frozen=True)
class AgeBand:
    """Between which whole years of age a person is today; `at_most` is None where nothing bounds it."""

    at_least: int
    at_most: int | None = None


BandOf = Callable[[Account], AgeBand | None]
_providers: dict[str, BandOf] = {}


def register_age_assurance(name: str, band_of: BandOf) -> None:
    """Let `network.toml` name this provider."""
    _providers[name] = band_of


def declared_band(account: Account) -> AgeBand | None:
    """What the member said when they opened the account; None for accounts made by commands."""
    if account.birth_date is None:
        return None
    age = ages.age_on(clock.today(ZoneInfo(network().time_zone)), account.birth_date)
    return AgeBand(age, age)


def band_of(account: Account) -> AgeBand | None:
    """As the provider of this network assures it; where that knows nothing, as it was declared."""
    assured = _providers[network().youth.assurance](account)
    return assured if assured is not None else declared_band(account)


# Of these accounts, those to whom the other one is no stranger. One query or two.
WhoKnow = Callable[[Collection[UUID], UUID], set[UUID]]
_acquaintances: dict[str, WhoKnow] = {}


def register_acquaintance(name: str, who_know: WhoKnow) -> None:
    """Let people who know each other by what `name` is about be no strangers to each other."""
    _acquaintances[name] = who_know


def who_know(accounts: Collection[UUID], other: UUID) -> set[UUID]:
    """Those of `accounts` to whom `other` is no stranger."""
    return {account for known in _acquaintances.values() for account in known(accounts, other)}


def who_follow(accounts: Collection[UUID], other: UUID) -> set[UUID]:
    """Whoever one follows is no stranger to one; a follower may be."""
    follows = Follow.objects.accepted().filter(follower__in=accounts, followed=other)
    return set(follows.values_list("follower", flat=True))


class TooFast(Exception):
    """Whoever does this does it too often; as text, a sentence for the person."""


_paces: list[Callable[[Account, str], None]] = []
_refusals: list[Callable[[str, Account, str], str]] = []


def register_pace(require: Callable[[Account, str], None]) -> None:
    """`require(account, verb)` counts that somebody does something once more, or raises a TooFast."""
    _paces.append(require)


def register_refusal(refusal_of: Callable[[str, Account, str], str]) -> None:
    """`refusal_of(text, by, previous)` is the sentence for who may not say this of themselves, or empty."""
    _refusals.append(refusal_of)


def require_pace(account: Account, verb: str) -> None:
    """Raises TooFast."""
    for require in _paces:
        require(account, verb)


def refusal_of(text: str, by: Account, *, previous: str = "") -> str:
    """Why these words are not taken; empty where they are."""
    return next((sentence for refusal in _refusals if (sentence := refusal(text, by, previous))), "")


def check_provider(**_: Any) -> Iterable[checks.CheckMessage]:
    """The network does not start with a provider nobody introduced: young members would be unprotected."""
    wanted = network().youth.assurance
    if wanted in _providers:
        return []
    known = ", ".join(sorted(_providers))
    told = f"network.toml: [youth] assurance is {wanted!r}, which no app provides; known: {known}."
    return [checks.Error(told, id="accounts.E001")]


register_age_assurance(DECLARED, declared_band)
register_acquaintance("follows", who_follow)
