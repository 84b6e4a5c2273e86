"""Report a thing (Regulation (EU) 2022/2065 art. 16)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import limiting, opening
from bouquet.capabilities.moderation.engine import reasons, standing
from bouquet.capabilities.moderation.engine.measures import Ground
from bouquet.capabilities.moderation.events import ReportMade
from bouquet.capabilities.moderation.models import Case, Report, Trust
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref


class NotForNobody(Exception):
    """Who is not signed in may report what is against the law only, with name and address unless it needs none."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who is not signed in; both may be empty where the law needs no name (art. 16(2)(c))."""

    name: str = ""
    mail: str = ""


def report(
    *,
    ref: Ref,
    reason: str,
    explanation: str,
    ground: str = Ground.TERMS,
    by: Account | None = None,
    visitor: Visitor | None = None,
    in_good_faith: bool = True,
) -> tuple[Report, bool]:
    """The report, and whether it is new: the same person has one open report about a thing; the first one stays.

    TooFast for members who report faster than their trust allows. NotForNobody as its docstring says.
    """
    there = visitor or Visitor()
    if by is None:
        _require_allowed(there, ground, reason)
    earlier = _open_report(ref, by, there.mail)
    if earlier:
        return earlier, False
    try:
        return _make(ref, reason, explanation, ground, by, there, in_good_faith), True
    except IntegrityError:
        # The same report, from a second click at the same moment.
        earlier = _open_report(ref, by, there.mail)
        if earlier is None:
            raise
        return earlier, False


@transaction.atomic
def _make(
    ref: Ref, reason: str, explanation: str, ground: str, by: Account | None, visitor: Visitor, in_good_faith: bool
) -> Report:
    if by is not None:
        limiting.require_pace(account=by, verb="report")
    case = opening.open_case(ref=ref, source=Case.Source.REPORT, reason=reason)
    made = Report.objects.create(
        case=case,
        kind=ref.kind,
        key=ref.key,
        reporter=by,
        name=visitor.name,
        mail=visitor.mail.lower(),
        language=by.language if by else (get_language() or "fr"),
        ground=ground,
        reason=reason,
        explanation=explanation,
        in_good_faith=in_good_faith,
        weight=_weight_of(by),
        made_at=clock.now(),
    )
    opening.weigh(case)
    announce(ReportMade(made.pk))
    return made


def _require_allowed(visitor: Visitor, ground: str, reason: str) -> None:
    is_named = bool(visitor.name and visitor.mail)
    if ground != Ground.LAW or (reasons.reason(reason).needs_name and not is_named):
        raise NotForNobody


def _open_report(ref: Ref, by: Account | None, mail: str) -> Report | None:
    waiting = Report.objects.waiting().about(ref)
    if by is not None:
        return waiting.filter(reporter=by).first()
    return waiting.filter(reporter=None, mail=mail.lower()).first() if mail else None


def _weight_of(by: Account | None) -> float:
    if by is None:
        return standing.NOBODY_KNOWN
    row = Trust.objects.filter(pk=by.pk).first()
    return row.weight if row else standing.weight_of_reporter(trust=0, right=0, wrong=0)
