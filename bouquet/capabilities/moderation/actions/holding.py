"""Hold a thing until somebody has looked at it, or only put it on the desk."""

from __future__ import annotations

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import auditing, enforcing, opening
from bouquet.capabilities.moderation.actions.screening import Cause, Screening, Verdict
from bouquet.capabilities.moderation.events import SubjectHeld
from bouquet.capabilities.moderation.models import Case
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref, Standing

_SOURCES = {Cause.WORD: Case.Source.WORD, Cause.MACHINE: Case.Source.MACHINE}


@transaction.atomic
def hold(ref: Ref, by: Account, reason: str, *, source: str = Case.Source.HELD) -> Case:
    """The thing is hidden from everybody but its author `by`, and is on the desk as held. Safe to repeat.

    `reason` is the sentence of the screening, for the desk.
    """
    case = opening.open_case(ref=ref, source=source, reason="rules", note=str(reason), is_held=True)
    enforcing.put(ref, Standing.HIDDEN)
    auditing.log("thing.held", by=None, ref=ref, case=case.pk, source=source, author=by.pk)
    announce(SubjectHeld(case.pk))
    return case


@transaction.atomic
def settle(screening: Screening, *, ref: Ref, by: Account) -> None:
    """Do with the thing that was just made what its screening says: hold it, flag it, or nothing."""
    source = _SOURCES.get(screening.cause, Case.Source.HELD)
    if screening.verdict == Verdict.HOLD:
        hold(ref, by, screening.reason, source=source)
    elif screening.is_flagged:
        opening.open_case(ref=ref, source=source, reason="rules", note=str(screening.reason))
