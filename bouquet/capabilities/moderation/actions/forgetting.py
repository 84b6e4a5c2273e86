"""What is forgotten: with a member who left, and after a year.

A decision stays, without words or names, for the yearly report; the log holds ids only.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.models import Appeal, Case, Decision, Keeping, Moderator, Pace, Report, Trust
from bouquet.foundation.clock import clock

# Longer than a decision can be contested (184 days) and answered.
KEPT = timedelta(days=365)


@transaction.atomic
def forget_member(account_id: UUID) -> None:
    """Nothing that they said, or that shows who they were, is left. Safe to repeat."""
    Report.objects.filter(reporter=account_id).update(reporter=None, explanation="", name="", mail="")
    Appeal.objects.filter(Q(decision__account=account_id, report=None)).update(text="")
    Decision.objects.filter(account=account_id).update(account=None, title="", address="", facts="")
    Case.objects.filter(author=account_id).update(author=None, title="", address="", said="", note="")
    for model in (Keeping, Moderator, Pace, Trust):
        model.objects.filter(account=account_id).delete()
    Account.objects.filter(pk=account_id).update(moderates=False)


@transaction.atomic
def forget_old() -> None:
    """A chore: what was said in cases that were decided a year ago, and who reported them."""
    before = clock.now() - KEPT
    old = Case.objects.filter(state=Case.State.DECIDED, decided_at__lt=before)
    waiting = Appeal.objects.waiting().values("decision__case")
    old.exclude(said="", note="").exclude(pk__in=waiting).update(said="", note="")
    reports = Report.objects.filter(decided_at__lt=before).exclude(case__in=waiting)
    reports.exclude(explanation="", name="", mail="").update(explanation="", name="", mail="")
