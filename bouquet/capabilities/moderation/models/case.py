"""A case: one thing that somebody must look at, with all that was said against it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine import reasons
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref

CLAIM = timedelta(minutes=20)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.filter(state=Case.State.OPEN)

    def about(self, ref: Ref) -> CaseQuerySet:
        return self.filter(kind=ref.kind, key=ref.key)

    def kept_by(self, account: Account) -> CaseQuerySet:
        """What this keeper may judge: what they keep, where no law asks for a moderator."""
        return self.filter(is_for_all=True, keepings__account=account)

    def free_for(self, account: Account, *, at: datetime) -> CaseQuerySet:
        """Nobody else works on it."""
        return self.filter(Q(claimed_by=None) | Q(claimed_until__lte=at) | Q(claimed_by=account))

    def by_priority(self) -> CaseQuerySet:
        return self.order_by("-priority", "opened_at", "pk")


class Case(models.Model):
    """Open until it is decided. There is one open case for each thing, whoever reports it.

    `said` is the text as it was then: authors edit, and the reasons must speak of what was there. It is what the
    classifier learns from, and is forgotten in time (`actions.forgetting`).
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        DECIDED = "decided", _("decided")

    class Source(models.TextChoices):
        """Why it is here. Regulation (EU) 2022/2065 art. 17(3)(b) wants it told."""

        REPORT = "report", _("Reported")
        WORD = "word", _("Watched word")
        MACHINE = "machine", _("Held by the machine")
        HELD = "held", _("Held")
        OWN = "own", _("Found by ourselves")
        APPEAL = "appeal", _("Contested")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    source = models.CharField(max_length=8, choices=Source.choices)
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="cases_about_them")
    title = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500, blank=True)
    said = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=20, choices=reasons.choices)
    note = models.TextField(blank=True)
    severity = models.PositiveSmallIntegerField(default=reasons.LIGHT)
    is_for_all = models.BooleanField(default=True)
    is_held = models.BooleanField(default=False)
    reports_count = models.PositiveIntegerField(default=0)
    weights = models.FloatField(default=0)
    priority = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    # Who decided before, when it was contested: another should look at it now.
    not_again = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(state="open"), name="moderation_one_open_case")
        ]
        indexes = [
            models.Index(fields=["state", "-priority", "opened_at"], name="moderation_queue"),
            models.Index(fields=["kind", "key", "opened_at"], name="moderation_cases_of"),
            models.Index(fields=["author", "opened_at"], name="moderation_cases_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.key)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def why(self) -> reasons.Reason:
        return reasons.reason(self.reason)

    @property
    def is_automated(self) -> bool:
        """Whether a machine put it here."""
        return self.source in (self.Source.WORD, self.Source.MACHINE)

    def worked_on_by(self) -> Account | None:
        """Who has it on their desk now."""
        if self.claimed_until is None or self.claimed_until <= clock.now():
            return None
        return self.claimed_by


class Keeping(models.Model):
    """A keeper of the thing may judge the case too."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="keepings")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "case"], name="moderation_keeps_once")]

    def __str__(self) -> str:
        return f"{self.account_id} keeps {self.case_id}"
