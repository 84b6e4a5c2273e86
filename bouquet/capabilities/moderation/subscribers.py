"""What moderation listens to: its own facts, to tell people; and members who leave."""

from __future__ import annotations

from bouquet.capabilities.accounts.events import AccountErased
from bouquet.capabilities.moderation import tasks
from bouquet.capabilities.moderation.actions import informing
from bouquet.capabilities.moderation.events import (
    AppealDecided,
    AppealMade,
    DecisionMade,
    DecisionReversed,
    ReportMade,
    SubjectHeld,
    SubjectModerated,
)
from bouquet.capabilities.moderation.models import Appeal
from bouquet.capabilities.notifications.actions import forgetting
from bouquet.foundation.events.announcing import subscribe
from bouquet.foundation.subjects.subject import Ref, Standing


@subscribe(ReportMade)
def confirm_receipt(event: ReportMade) -> None:
    informing.of_report(event.report_id)
    tasks.mail_visitor.enqueue(str(event.report_id), "received")


@subscribe(SubjectHeld)
def tell_author(event: SubjectHeld) -> None:
    informing.of_hold(event.case_id)


@subscribe(SubjectModerated)
def count_it_on_no_badge(event: SubjectModerated) -> None:
    about = Ref(event.kind, event.key)
    if event.standing in (Standing.HIDDEN, Standing.REMOVED):
        forgetting.hide(about)
    else:
        forgetting.show_again(about)


@subscribe(DecisionMade)
def give_reasons(event: DecisionMade) -> None:
    informing.of_decision(event.decision_id)
    for report_id in informing.visitors_answered_by(event.decision_id):
        tasks.mail_visitor.enqueue(str(report_id), "decided")


@subscribe(DecisionReversed)
def say_that_all_is_back(event: DecisionReversed) -> None:
    informing.of_reversal(event.decision_id)


@subscribe(AppealMade)
def call_another_moderator(event: AppealMade) -> None:
    informing.of_objection(event.appeal_id)


@subscribe(AppealDecided)
def answer(event: AppealDecided) -> None:
    informing.of_answer(event.appeal_id)
    appeal = Appeal.objects.select_related("report").filter(pk=event.appeal_id).first()
    if appeal and appeal.report and appeal.report.reporter_id is None:
        tasks.mail_visitor.enqueue(str(appeal.report.pk), "answered")


@subscribe(AccountErased)
def forget(event: AccountErased) -> None:
    tasks.forget_member.enqueue(str(event.account_id))
