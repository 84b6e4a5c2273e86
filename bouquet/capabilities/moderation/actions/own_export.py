"""What moderation keeps about a member, for their copy (GDPR art. 15)."""

from __future__ import annotations

from collections.abc import Iterator

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.models import Appeal, Decision, Pace, Report, Trust


def collect(account: Account) -> Iterator[ExportFile]:
    """Reports they made, decisions about them with their appeals, and how far they are trusted."""
    reports = Report.objects.filter(reporter=account).order_by("made_at")
    fields = ("kind", "key", "ground", "reason", "explanation", "state", "made_at", "decided_at")
    yield as_json("reports.json", reports.values(*fields).iterator())
    decisions = Decision.objects.filter(account=account).order_by("made_at")
    told = ("code", "kind", "key", "title", "measure", "sanction", "until", "ground", "clause", "reason", "facts")
    yield as_json("decisions.json", decisions.values(*told, "explanation", "made_at", "reversed_at").iterator())
    appeals = Appeal.objects.filter(decision__account=account, report=None).order_by("made_at")
    yield as_json("objections.json", appeals.values("decision__code", "text", "state", "reasons", "made_at").iterator())
    trust = Trust.objects.filter(pk=account.pk).values("level", "held_against", "right", "wrong", "reckoned_at")
    yield as_json("trust.json", trust.iterator())
    paces = Pace.objects.filter(account=account).values("verb", "acts", "days", "last_date")
    yield as_json("activity.json", paces.iterator())
