"""Contest a decision, and look at it again (Regulation (EU) 2022/2065 art. 20)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import auditing, opening, reversing
from bouquet.capabilities.moderation.events import AppealDecided, AppealMade
from bouquet.capabilities.moderation.models import Appeal, Case, Decision, Report
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce


class TooLate(Exception):
    """The six months are over, or the decision is reversed already."""


class ForAnother(Exception):
    """Whoever took the decision does not judge the appeal while another moderator can."""


class AlreadyJudged(Exception):
    """Somebody was faster; nothing was changed."""


def contest(*, decision: Decision, text: str, report: Report | None = None) -> Appeal:
    """The appeal of the person concerned, or of one who reported (`report`) and was not followed.

    Once each: repeated, the first one stays. TooLate, or PermissionDenied when there is nothing to contest.
    """
    if decision.is_reversed or clock.now() > decision.contestable_until:
        raise TooLate
    is_theirs = decision.is_restricting if report is None else report.case_id == decision.case_id
    if not is_theirs or (report is not None and decision.is_restricting):
        raise PermissionDenied
    try:
        return _make(decision, text, report)
    except IntegrityError:
        return Appeal.objects.get(decision=decision, report=report)


@transaction.atomic
def _make(decision: Decision, text: str, report: Report | None) -> Appeal:
    made = Appeal.objects.create(decision=decision, report=report, text=text, made_at=clock.now())
    announce(AppealMade(made.pk))
    return made


@transaction.atomic
def judge(*, appeal: Appeal, by: Account, is_right: bool, reasons: str) -> Appeal:
    """Confirm the decision, or reverse it: then all is back, or the case is open again for one who had reported.

    ForAnother, AlreadyJudged, or PermissionDenied.
    """
    locked = Appeal.objects.select_for_update(of=("self",))
    held = locked.select_related("decision", "decision__made_by").get(pk=appeal.pk)
    if not policies.is_moderator(by) or held.decision.account_id == by.pk:
        raise PermissionDenied
    if not policies.may_judge_appeal(by, held.decision):
        raise ForAnother
    if held.state != Appeal.State.WAITING:
        raise AlreadyJudged
    held.state = Appeal.State.REVERSED if is_right else Appeal.State.CONFIRMED
    held.decided_by, held.decided_at, held.reasons = by, clock.now(), reasons
    held.save(update_fields=["state", "decided_by", "decided_at", "reasons"])
    if is_right:
        _give_way(held, by, reasons)
    auditing.log("appeal.judged", by=by, ref=held.decision.ref, decision=held.decision.code, state=held.state)
    announce(AppealDecided(held.pk))
    return held


def _give_way(appeal: Appeal, by: Account, reasons: str) -> None:
    decision = appeal.decision
    reversing.reverse(decision=decision, by=by, reasons=reasons)
    if not appeal.is_by_reporter:
        return
    case = opening.open_case(ref=decision.ref, source=Case.Source.APPEAL, reason=appeal.decision.reason)
    Case.objects.filter(pk=case.pk).update(not_again=decision.made_by)
