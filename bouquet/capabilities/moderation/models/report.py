"""What somebody says against a thing (Regulation (EU) 2022/2065 art. 16)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine import reasons
from bouquet.capabilities.moderation.engine.measures import Ground
from bouquet.capabilities.moderation.models.case import Case
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.subjects.subject import Ref


def new_report_code() -> str:
    """Whoever has it reads what became of the report: it is a secret."""
    return new_code(22)


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> ReportQuerySet:
        return self.filter(state=Report.State.WAITING)

    def about(self, ref: Ref) -> ReportQuerySet:
        return self.filter(kind=ref.kind, key=ref.key)


class Report(models.Model):
    """By a member, or for what is against the law by anybody who leaves a name and an address."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        UPHELD = "upheld", pgettext_lazy("a report", "followed")
        NOT_UPHELD = "not", _("not followed")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=30, unique=True, default=new_report_code)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    reporter = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="reports_made")
    name = models.CharField(max_length=120, blank=True)
    mail = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="fr")
    ground = models.CharField(max_length=5, choices=Ground.choices)
    reason = models.CharField(max_length=20, choices=reasons.choices)
    explanation = models.TextField(blank=True)
    in_good_faith = models.BooleanField(default=False)
    weight = models.FloatField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "kind", "key"],
                condition=Q(state="waiting", reporter__isnull=False),
                name="moderation_one_report_by_member",
            ),
            models.UniqueConstraint(
                fields=["mail", "kind", "key"],
                condition=Q(state="waiting", reporter__isnull=True) & ~Q(mail=""),
                name="moderation_one_report_by_mail",
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="moderation_reports_by_date")]

    def __str__(self) -> str:
        return f"{self.reason}: {self.kind} {self.key}"

    @property
    def why(self) -> reasons.Reason:
        return reasons.reason(self.reason)
