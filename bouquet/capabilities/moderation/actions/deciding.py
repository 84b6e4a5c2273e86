"""Decide a case: what becomes of the thing and of its author, on which ground, for which reasons."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import auditing, enforcing, opening, trusting
from bouquet.capabilities.moderation.actions.claiming import ClaimedByAnother
from bouquet.capabilities.moderation.engine.measures import FOR_PEOPLE, Ground, Measure
from bouquet.capabilities.moderation.events import DecisionMade
from bouquet.capabilities.moderation.models import Case, Decision, Report
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref

ACCOUNT = "accounts.account"
LONGEST_DAYS = 365


class AlreadyDecided(Exception):
    """Somebody was faster; nothing was changed. `decision` is theirs."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision)
        self.decision = decision


@transaction.atomic
def decide(
    *,
    ref: Ref,
    measure: str,
    by: Account | None,
    ground: str = Ground.TERMS,
    facts: str = "",
    reasons: str = "",
    clause: str = "",
    reason: str = "",
    sanction: str = "",
    days: int | None = None,
    label: str = "",
    case: Case | None = None,
) -> Decision:
    """One decision on a thing and on its author. `by` is None only for a machine, whose decision people take back.

    `measure` is keep, label (with `label`, the warning shown), hide or remove; warn, suspend (with `days`) and ban keep
    the thing, as `sanction` does beside another measure. A member is only ever sanctioned. `clause` is the article of
    the law or the point of the terms; `reason` a code of `engine.reasons`; without it, the case's own.

    Without `case` there is one made (found by ourselves), or the open one is taken. Raises AlreadyDecided when the case
    was closed meanwhile, ClaimedByAnother while somebody else works on it, PermissionDenied for who may not judge it,
    ValidationError with a sentence for each field that is not right. The thing, and even its kind, may be gone: the
    decision stands for the record and for its author.
    """
    if case is None:
        case = opening.open_case(ref=ref, source=Case.Source.OWN, reason=reason or "rules")
    held = Case.objects.select_for_update().get(pk=case.pk)
    measure, sanction = _sorted_out(ref, measure, sanction)
    as_moderator = by is None or policies.require_may_judge(by, held)
    if not as_moderator:
        policies.require_keepers_measure(measure, sanction, ground)
    _require_open(held, by)
    _require_told(held, measure, sanction, ground, reasons, clause, days, label)
    _require_may_send_away(held, sanction, by)
    now = clock.now()
    made = Decision.objects.create(
        case=held,
        kind=ref.kind,
        key=ref.key,
        account_id=held.author_id,
        title=held.title,
        address=held.address,
        measure=measure,
        label=label if measure == Measure.LABEL else "",
        sanction=sanction,
        days=days if sanction == Measure.SUSPEND else None,
        until=now + timedelta(days=days or 0) if sanction == Measure.SUSPEND else None,
        ground=ground,
        clause=clause,
        reason=reason or held.reason,
        facts=facts,
        explanation=reasons,
        source=held.source,
        found_by_machine=held.is_automated,
        decided_by_machine=by is None,
        made_by=by,
        by_keeper=not as_moderator,
        made_at=now,
    )
    _apply(made, held)
    _close(held, made)
    auditing.log(
        "case.decided",
        by=by,
        ref=ref,
        case=held.pk,
        decision=made.code,
        measure=measure,
        sanction=sanction,
        days=made.days,
        ground=ground,
        reason=made.reason,
        as_keeper=made.by_keeper,
    )
    announce(DecisionMade(made.pk))
    return made


def _sorted_out(ref: Ref, measure: str, sanction: str) -> tuple[str, str]:
    """What is for the thing, and what for its author. To take a member down is to ban them."""
    if measure in FOR_PEOPLE:
        measure, sanction = Measure.KEEP, measure
    if ref.kind == ACCOUNT and measure in (Measure.HIDE, Measure.REMOVE):
        measure, sanction = Measure.KEEP, Measure.BAN
    return measure, sanction


def _require_open(case: Case, by: Account | None) -> None:
    if not case.is_open:
        raise AlreadyDecided(case.decisions.order_by("-made_at")[0])
    other = case.worked_on_by()
    if other is not None and other != by:
        raise ClaimedByAnother(case)


def _require_told(
    case: Case, measure: str, sanction: str, ground: str, reasons: str, clause: str, days: int | None, label: str
) -> None:
    """Regulation (EU) 2022/2065 art. 17: nothing is taken from anybody without its ground and its reasons."""
    wrong = {}
    if case.kind == ACCOUNT and measure == Measure.LABEL:
        wrong["measure"] = _("A member cannot be shown behind a warning.")
    if measure == Measure.LABEL and not label.strip():
        wrong["label"] = _("Write the warning that is shown first.")
    if sanction == Measure.SUSPEND and not (days and 1 <= days <= LONGEST_DAYS):
        wrong["days"] = _("Choose between 1 and %(most)d days.") % {"most": LONGEST_DAYS}
    if sanction and case.author_id is None:
        wrong["sanction"] = _("Nobody is known as its author any more.")
    if measure != Measure.KEEP or sanction:
        if not reasons.strip():
            wrong["reasons"] = _("Write why: the person concerned reads it.")
        if ground == Ground.LAW and not clause.strip():
            wrong["clause"] = _("Name the law and its article.")
    if wrong:
        raise ValidationError(wrong)


def _require_may_send_away(case: Case, sanction: str, by: Account | None) -> None:
    """Moderators do not lock each other out, nor those who answer for the network."""
    if sanction in (Measure.SUSPEND, Measure.BAN) and not policies.may_send_away(case.author, by=by):
        raise ValidationError(
            {"sanction": _("This person moderates or runs the network: only an operator suspends or bans them.")}
        )


def _apply(decision: Decision, case: Case) -> None:
    if decision.standing is not None:
        enforcing.put(decision.ref, decision.standing, label=decision.label)
    elif case.is_held:
        # Held until somebody looked, and found well: it is as if it had been published now.
        enforcing.put_as_decided(decision.ref)
    if decision.sanction in (Measure.SUSPEND, Measure.BAN) and decision.account:
        enforcing.suspend(decision)


def _close(case: Case, decision: Decision) -> None:
    now = decision.made_at
    case.state, case.decided_at = Case.State.DECIDED, now
    case.claimed_by = case.claimed_until = None
    case.save(update_fields=["state", "decided_at", "claimed_by", "claimed_until"])
    outcome = Report.State.UPHELD if decision.is_restricting else Report.State.NOT_UPHELD
    waiting = Report.objects.waiting().filter(case=case)
    concerned = {*waiting.values_list("reporter", flat=True), decision.account_id}
    waiting.update(state=outcome, decided_at=now)
    # In one order: two decisions about the same people must not wait for each other.
    for account in Account.objects.filter(pk__in=concerned - {None}).order_by("pk"):
        trusting.reckon(account=account)
