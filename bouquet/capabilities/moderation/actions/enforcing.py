"""Put things and people where decisions leave them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from bouquet.capabilities.accounts.actions import suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine.measures import STANDINGS, Measure
from bouquet.capabilities.moderation.events import SubjectModerated
from bouquet.capabilities.moderation.models import Case, Decision
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.registry import kind_called
from bouquet.foundation.subjects.subject import Ref, Standing


def put(ref: Ref, standing: Standing, *, label: str = "") -> None:
    """The thing is in this standing from now on, where there still is such a thing."""
    kind = kind_called(ref.kind)
    if kind is not None:
        kind.moderate(ref.key, standing, label=label)
    announce(SubjectModerated(ref.kind, ref.key, standing))


def last_in_force(ref: Ref) -> Decision | None:
    """The decision that stands: the last one that did something to the thing and is not reversed."""
    return Decision.objects.about(ref).in_force().exclude(measure=Measure.KEEP).order_by("-made_at", "-pk").first()


def standing_in_force(ref: Ref) -> Standing:
    """Where the decisions in force leave the thing."""
    decision = last_in_force(ref)
    return STANDINGS[Measure(decision.measure)] if decision else Standing.SHOWN


def put_as_decided(ref: Ref) -> None:
    """The thing goes where the decisions that are left put it: as it was, when there is none."""
    decision = last_in_force(ref)
    put(ref, standing_in_force(ref), label=decision.label if decision else "")


def take_back(ref: Ref) -> None:
    """The same after a decision was reversed; what was held again meanwhile stays hidden until somebody looked."""
    standing = standing_in_force(ref)
    is_held = Case.objects.open().about(ref).filter(is_held=True).exists()
    if is_held and standing != Standing.REMOVED:
        put(ref, Standing.HIDDEN)
    else:
        put_as_decided(ref)


def suspend(decision: Decision) -> None:
    """The person concerned is suspended as decided, unless a longer suspension stands already."""
    account = decision.account
    if account is not None:
        _suspend_as_decided(account)


def reinstate(account: Account) -> None:
    """The person is back, unless another decision still keeps them away."""
    _suspend_as_decided(account)


def _suspend_as_decided(account: Account) -> None:
    standing = Decision.objects.in_force().filter(account=account)
    ban = standing.filter(sanction=Measure.BAN).order_by("-made_at").first()
    longest = standing.filter(sanction=Measure.SUSPEND, until__gt=clock.now()).order_by("-until").first()
    decision = ban or longest
    if decision is None:
        suspending.reinstate(account=account)
        return
    with override(account.language):
        sentence = _("Our moderators suspended this account. The reasons, and how to contest them, were mailed to you.")
    suspending.suspend(account=account, until=decision.until, reason=sentence)
