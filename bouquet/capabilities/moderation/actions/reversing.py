"""Take a decision back: all is as it was."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import auditing, enforcing, trusting
from bouquet.capabilities.moderation.engine.measures import Measure
from bouquet.capabilities.moderation.events import DecisionReversed
from bouquet.capabilities.moderation.models import Decision
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce


@transaction.atomic
def reverse(*, decision: Decision, by: Account, reasons: str) -> Decision:
    """The thing goes back to where earlier decisions left it, the account is reinstated. Once; again changes nothing.

    PermissionDenied for who is no moderator, or takes back what sends a moderator away: operators only.
    """
    if not policies.may_take_back(by, decision):
        raise PermissionDenied
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    if held.is_reversed:
        return held
    held.reversed_at, held.reversed_by, held.reversal_reasons = clock.now(), by, reasons
    held.save(update_fields=["reversed_at", "reversed_by", "reversal_reasons"])
    if held.measure != Measure.KEEP:
        enforcing.take_back(held.ref)
    if held.sanction in (Measure.SUSPEND, Measure.BAN) and held.account:
        enforcing.reinstate(held.account)
    if held.account:
        trusting.reckon(account=held.account)
    auditing.log("decision.reversed", by=by, ref=held.ref, decision=held.code)
    announce(DecisionReversed(held.pk))
    return held
