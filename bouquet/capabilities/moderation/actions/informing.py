"""Who is told what: those who reported, the person concerned, those who can answer. Safe to repeat."""

from __future__ import annotations

from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine import reasons
from bouquet.capabilities.moderation.engine.addresses import page_address
from bouquet.capabilities.moderation.models import Appeal, Case, Decision, Report
from bouquet.capabilities.moderation.models.report import ReportQuerySet
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.foundation.brands.current import network
from bouquet.foundation.mail import composing


def of_report(report_id: UUID) -> None:
    """Its maker hears that it arrived (art. 16(4)); those who can answer hear that something waits."""
    report = Report.objects.select_related("case").filter(pk=report_id).first()
    if report is None:
        return
    if report.reporter_id:
        tell(
            kind="moderation.received",
            recipients=[report.reporter_id],
            actor=None,
            about=report.case.ref,
            fact=f"moderation.received:{report.pk}",
            group=f"moderation.received:{report.pk}",
            data={"title": report.case.title, "code": report.code},
        )
    of_case(report.case)


def of_case(case: Case) -> None:
    """Keepers hear of what is theirs, moderators and operators of what cannot wait for their next visit."""
    recipients: set[UUID] = set()
    if case.is_for_all:
        recipients |= set(case.keepings.values_list("account_id", flat=True)) - {case.author_id}
    if case.severity >= reasons.GRAVE or case.source == Case.Source.APPEAL:
        recipients |= _moderators()
    if recipients:
        tell(
            kind="moderation.desk",
            recipients=recipients,
            actor=None,
            about=case.ref,
            fact=f"moderation.case:{case.pk}",
            group="moderation.desk",
        )


def of_hold(case_id: UUID) -> None:
    """Its author hears that it waits."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or case.author_id is None:
        return
    tell(
        kind="moderation.held",
        recipients=[case.author_id],
        actor=None,
        about=case.ref,
        fact=f"moderation.held:{case.pk}",
        group=f"moderation.held:{case.pk}",
        data={"title": case.title},
    )
    of_case(case)


def of_decision(decision_id: UUID) -> None:
    """The person concerned gets the reasons (art. 17), members who reported the outcome (art. 16(5))."""
    decision = Decision.objects.select_related("case").filter(pk=decision_id).first()
    if decision is None:
        return
    if decision.is_restricting and decision.account_id:
        _tell_concerned(decision, fact=f"moderation.decided:{decision.pk}")
    for report in _answered_by(decision).filter(reporter__isnull=False):
        tell(
            kind="moderation.report_decided",
            recipients=[report.reporter_id],  # type: ignore[list-item]
            actor=None,
            about=decision.ref,
            fact=f"moderation.report_decided:{report.pk}",
            group=f"moderation.report_decided:{report.pk}",
            data={"title": decision.title, "code": report.code, "is_upheld": report.state == Report.State.UPHELD},
        )


def of_reversal(decision_id: UUID) -> None:
    """The person concerned hears that all is back; one who contested hears it with the answer."""
    decision = Decision.objects.filter(pk=decision_id).first()
    if decision is None or not decision.is_restricting or decision.account_id is None:
        return
    if not decision.appeals.filter(report=None, state=Appeal.State.REVERSED).exists():
        _tell_concerned(decision, fact=f"moderation.reversed:{decision.pk}", is_reversed=True)


def of_objection(appeal_id: UUID) -> None:
    """Moderators hear that somebody contests; not the one whose decision it is."""
    appeal = Appeal.objects.select_related("decision").filter(pk=appeal_id).first()
    if appeal is None:
        return
    tell(
        kind="moderation.desk",
        recipients=_moderators() - {appeal.decision.made_by_id},
        actor=None,
        about=appeal.decision.ref,
        fact=f"moderation.appeal:{appeal.pk}",
        group="moderation.desk",
    )


def of_answer(appeal_id: UUID) -> None:
    """Who contested reads the answer (art. 20(5)); by mail only, if they are no member."""
    appeal = Appeal.objects.select_related("decision", "report").filter(pk=appeal_id).first()
    if appeal is None:
        return
    decision, report = appeal.decision, appeal.report
    recipient = report.reporter_id if report else decision.account_id
    if recipient is None:
        return
    tell(
        kind="moderation.appeal_decided",
        recipients=[recipient],
        actor=None,
        about=decision.ref,
        fact=f"moderation.appeal_decided:{appeal.pk}",
        group=f"moderation.appeal_decided:{appeal.pk}",
        data={
            "title": decision.title,
            "code": decision.code,
            "key": decision.signature,
            "report": report.code if report else "",
            "is_reversed": appeal.state == Appeal.State.REVERSED,
        },
    )


def mail_visitor(report_id: UUID, template: str) -> None:
    """Mail somebody who reported without an account: `received`, `decided` or `answered`. Without address: nothing."""
    report = Report.objects.select_related("case").filter(pk=report_id).first()
    if report is None or not report.mail:
        return
    with override(report.language):
        known = {
            "report": report,
            "network": network(),
            "address": page_address("report_outcome", report.code),
            "is_upheld": report.state == Report.State.UPHELD,
        }
        text = render_to_string(f"moderation/mail/{template}.txt", known)
        subject, _line, body = text.strip().partition("\n")
        composing.send(subject=subject, text=body, to=report.mail)


def visitors_answered_by(decision_id: UUID) -> list[UUID]:
    """Which reports of people without an account this decision answered."""
    decision = Decision.objects.select_related("case").get(pk=decision_id)
    return list(_answered_by(decision).filter(reporter=None).exclude(mail="").values_list("pk", flat=True))


def _answered_by(decision: Decision) -> ReportQuerySet:
    return Report.objects.filter(case=decision.case_id, decided_at=decision.made_at)


def _tell_concerned(decision: Decision, *, fact: str, is_reversed: bool = False) -> None:
    tell(
        kind="moderation.statement",
        recipients=[decision.account_id],  # type: ignore[list-item]
        actor=None,
        about=decision.ref,
        fact=fact,
        group=fact,
        data={
            "title": decision.title,
            "code": decision.code,
            "key": decision.signature,
            "measure": decision.measure,
            "sanction": decision.sanction,
            "is_reversed": is_reversed,
        },
    )


def _moderators() -> set[UUID]:
    """Everybody the desk is open to."""
    active = Account.objects.active()
    return set(active.filter(is_staff=True).values_list("pk", flat=True)) | set(
        active.filter(moderating__isnull=False).values_list("pk", flat=True)
    )
