"""Who may open an account, under which handle, and see what of whom. Refusals are sentences for the person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts import providers
from bouquet.capabilities.accounts.engine import ages, handles, names
from bouquet.capabilities.accounts.engine.safety import NONE, Safeguards
from bouquet.capabilities.accounts.models import Account, RetiredHandle
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock


def today() -> date:
    """The calendar day where the network is: ages are counted in it."""
    return clock.today(ZoneInfo(network().time_zone))


def require_free_handle(handle: str, *, of: Account | None = None) -> str:
    """The handle as it is kept. ValidationError when it is malformed, the house's, somebody else's or was theirs."""
    wanted = handles.normalised(handle)
    if not handles.is_well_formed(wanted):
        raise ValidationError(
            _("A handle has 3 to 30 characters: letters without accents, digits and _."), code="malformed"
        )
    if handles.is_reserved(wanted):
        raise ValidationError(_("This handle is kept for the network. Please choose another."), code="reserved")
    holder = Account.objects.known_as(wanted).exclude(pk=of.pk if of else None)
    if holder.exists() or cache.get(_held(wanted)) or _is_retired(wanted):
        raise ValidationError(_("This handle is taken. Please choose another."), code="taken")
    return wanted


def digest_of(handle: str) -> str:
    """What is kept of the handle of an erased account."""
    return salted_hmac("accounts.retired_handle", handles.normalised(handle), algorithm="sha256").hexdigest()


def _is_retired(handle: str) -> bool:
    return RetiredHandle.objects.filter(digest=digest_of(handle), until__gt=clock.now()).exists()


def hold_handle(handle: str, *, seconds: float) -> None:
    """Nobody may take `handle` meanwhile: see `opening.pretend_to_open`."""
    cache.set(_held(handle), True, seconds)


def release_handle(handle: str) -> None:
    """Whoever wants it may have it again."""
    cache.delete(_held(handle))


def _held(handle: str) -> str:
    return f"accounts.held:{handle}"


def require_name(name: str, *, by: Account, previous: str = "") -> str:
    """The display name as it is kept. ValidationError when nothing of it can be seen, or it is not taken here."""
    tidy = names.tidied(name)
    if not tidy:
        raise ValidationError(_("Please type a name that can be read."), code="invisible")
    return require_fit(tidy, by=by, previous=previous)


def require_fit(text: str, *, by: Account, previous: str = "") -> str:
    """The words themselves, which `by` says of themselves. ValidationError where they are not taken here."""
    refusal = providers.refusal_of(text, by, previous=previous)
    if refusal:
        raise ValidationError(refusal, code="words")
    return text


def require_old_enough(birth_date: date) -> date:
    """The birth date itself. ValidationError under the age this network is open from, or when nobody is that old.

    In France it is 15: loi n° 2023-566; RGPD art. 8.
    """
    if not ages.is_plausible(birth_date, on=today()):
        raise ValidationError(_("Please check this date: it cannot be a birth date."), code="implausible")
    if ages.age_on(today(), birth_date) < network().youth.age_from:
        raise ValidationError(
            _(
                "You need to be %(age)d to open an account here: the law protects younger people. You can still watch "
                "everything that is public, and we would be glad to welcome you when you are %(age)d."
            ),
            code="too_young",
            params={"age": network().youth.age_from},
        )
    return birth_date


def safeguards_of(account: object) -> Safeguards:
    """What is held back around this member, by their age today. No query.

    Whoever's age is unsure is protected; visitors nobody knows, and accounts made by commands, are not.
    """
    if not isinstance(account, Account):
        return NONE
    band = providers.band_of(account)
    youth = network().youth
    if band is None or band.at_least >= youth.age_until:
        return NONE
    held = {field.name: getattr(youth, field.name) for field in fields(Safeguards) if field.name != "is_minor"}
    return Safeguards(is_minor=True, **held)


def may_be_disturbed(account: Account, *, at: datetime) -> bool:
    """Whether a notification may reach them at that moment: young members sleep, in their own time zone."""
    return safeguards_of(account).night_notifications or not network().youth.is_night(
        at.astimezone(account.zone).time()
    )


def who_may_be_written_to(accounts: Collection[Account], *, by: UUID) -> list[Account]:
    """Those of `accounts` whom words of `by` may reach: a young member only if they know `by`. No query without one."""
    shielded = {account.pk for account in accounts if not safeguards_of(account).strangers_may_write}
    known = providers.who_know(shielded, by) if shielded else set()
    return [account for account in accounts if account.pk not in shielded or account.pk in known]


def is_shown_to(account: Account, viewer: object) -> bool:
    """Whether `viewer` may see who follows `account` and whom it follows: everybody, or its followers if private."""
    if not account.is_private or viewer == account:
        return True
    return isinstance(viewer, Account) and viewer.follows(account)
