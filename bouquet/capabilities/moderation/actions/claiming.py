"""Take a case on one's desk, so that two do not work on it."""

from __future__ import annotations

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import auditing
from bouquet.capabilities.moderation.models import Case
from bouquet.capabilities.moderation.models.case import CLAIM
from bouquet.foundation.clock import clock


class ClaimedByAnother(Exception):
    """Somebody else works on it: `case.worked_on_by()`."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.case = case


@transaction.atomic
def claim(*, case: Case, by: Account) -> Case:
    """`by` has it for CLAIM from now on; again makes it longer. ClaimedByAnother, or PermissionDenied."""
    policies.require_may_judge(by, case)
    now = clock.now()
    free = Case.objects.open().free_for(by, at=now).filter(pk=case.pk)
    if not free.update(claimed_by=by, claimed_until=now + CLAIM):
        case.refresh_from_db()
        if case.is_open:
            raise ClaimedByAnother(case)
        return case
    auditing.log("case.claimed", by=by, ref=case.ref, case=case.pk)
    case.refresh_from_db()
    return case


@transaction.atomic
def release(*, case: Case, by: Account) -> None:
    """Others may have it again."""
    if Case.objects.open().filter(pk=case.pk, claimed_by=by).update(claimed_by=None, claimed_until=None):
        auditing.log("case.released", by=by, ref=case.ref, case=case.pk)
