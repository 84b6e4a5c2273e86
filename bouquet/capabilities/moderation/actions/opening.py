"""Put a thing on the desk: one open case for each, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine import reasons, standing
from bouquet.capabilities.moderation.engine.measures import Ground
from bouquet.capabilities.moderation.models import Case, Keeping, Report
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.registry import subject
from bouquet.foundation.subjects.subject import Ref, Subject

LONGEST_SAID = 20_000


@transaction.atomic
def open_case(*, ref: Ref, source: str, reason: str, note: str = "", is_held: bool = False) -> Case:
    """The open case about the thing, made where there is none; locked until the transaction ends."""
    there = subject(ref)
    found, is_new = Case.objects.get_or_create(
        kind=ref.kind,
        key=ref.key,
        state=Case.State.OPEN,
        defaults={
            "source": source,
            "reason": reason,
            "severity": reasons.reason(reason).severity,
            "is_for_all": reasons.reason(reason).is_for_all,
            "note": note,
            "is_held": is_held,
            "opened_at": clock.now(),
            **(_snapshot(there) if there else {}),
        },
    )
    case = Case.objects.select_for_update().get(pk=found.pk)
    if not case.is_open:
        # Somebody decided it between the two lines above: the thing is looked at once more.
        return open_case(ref=ref, source=source, reason=reason, note=note, is_held=is_held)
    if not is_new and is_held and not case.is_held:
        case.is_held, case.note = True, note or case.note
        case.save(update_fields=["is_held", "note"])
    if there:
        _name_keepers(case, there.keepers)
    weigh(case)
    return case


def weigh(case: Case) -> None:
    """Reckon the case's place in the queue from the reports that wait: its worst reason, their weights."""
    waiting = Report.objects.waiting().filter(case=case)
    told = waiting.aggregate(count=Count("pk"), weights=Sum("weight"))
    codes = {case.reason, *waiting.values_list("reason", flat=True).distinct()}
    worst = max((reasons.reason(code) for code in codes), key=lambda one: one.severity)
    case.reason, case.severity = worst.code, worst.severity
    # What is said to be against the law is not for keepers to dismiss.
    is_about_law = waiting.filter(ground=Ground.LAW).exists()
    case.is_for_all = not is_about_law and all(reasons.reason(code).is_for_all for code in codes)
    case.reports_count, case.weights = told["count"], told["weights"] or 0.0
    case.priority = standing.priority(
        severity=case.severity,
        weights=case.weights,
        # What we found ourselves, or somebody contests, waits like what is held.
        is_held=case.is_held or case.source != Case.Source.REPORT,
    )
    case.save(update_fields=["reason", "severity", "is_for_all", "reports_count", "weights", "priority"])


def _snapshot(there: Subject) -> dict[str, object]:
    author = Account.objects.filter(pk=there.author_id).first() if there.author_id else None
    return {
        "author": author,
        "title": there.title[:300],
        "address": there.address[:500],
        "said": there.text[:LONGEST_SAID],
        "language": there.language[:8],
    }


def _name_keepers(case: Case, keepers: Iterable[UUID]) -> None:
    there = Account.objects.filter(pk__in=set(keepers)).values_list("pk", flat=True)
    Keeping.objects.bulk_create([Keeping(case=case, account_id=key) for key in there], ignore_conflicts=True)
    Keeping.objects.filter(case=case).exclude(account_id__in=set(keepers)).delete()
