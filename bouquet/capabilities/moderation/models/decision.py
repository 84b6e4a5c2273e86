"""What was decided of a thing and its author, and why (Regulation (EU) 2022/2065 art. 17)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine import reasons
from bouquet.capabilities.moderation.engine.measures import FOR_PEOPLE, FOR_THINGS, STANDINGS, Ground, Measure
from bouquet.capabilities.moderation.models.case import Case
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.subjects.subject import Ref, Standing

# "at least six months following the decision" (art. 20(1)), whatever the months.
APPEAL = timedelta(days=184)
_SALT = "moderation.decision"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about(self, ref: Ref) -> DecisionQuerySet:
        return self.filter(kind=ref.kind, key=ref.key)

    def in_force(self) -> DecisionQuerySet:
        """Not reversed."""
        return self.filter(reversed_at=None)

    def restricting(self) -> DecisionQuerySet:
        """Those that take something from somebody."""
        return self.exclude(measure=Measure.KEEP, sanction="")


class Decision(models.Model):
    """`measure` is for the thing, `sanction` for its author. Never changed but to be reversed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=20, unique=True, default=new_code)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="decisions_about_them")
    title = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500, blank=True)
    measure = models.CharField(max_length=8, choices=[(one.value, one.label) for one in FOR_THINGS])
    label = models.CharField(max_length=120, blank=True)
    sanction = models.CharField(max_length=8, blank=True, choices=[(one.value, one.label) for one in FOR_PEOPLE])
    days = models.PositiveSmallIntegerField(null=True)
    until = models.DateTimeField(null=True)
    ground = models.CharField(max_length=5, choices=Ground.choices)
    clause = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=20, choices=reasons.choices)
    facts = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    source = models.CharField(max_length=8, choices=Case.Source.choices)
    found_by_machine = models.BooleanField(default=False)
    decided_by_machine = models.BooleanField(default=False)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="decisions_made")
    by_keeper = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    reversal_reasons = models.TextField(blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key", "made_at"], name="moderation_decisions_on"),
            models.Index(fields=["account", "made_at"], name="moderation_decisions_about"),
            models.Index(fields=["made_at"], name="moderation_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sanction="suspend") | Q(until__isnull=False), name="moderation_suspended_until"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.measure}{f' + {self.sanction}' if self.sanction else ''}"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.key)

    @property
    def why(self) -> reasons.Reason:
        return reasons.reason(self.reason)

    @property
    def standing(self) -> Standing | None:
        """What it makes of the thing; None when it leaves it alone."""
        return STANDINGS.get(Measure(self.measure))

    @property
    def is_restricting(self) -> bool:
        """Whether it takes something from somebody, who must be given the reasons."""
        return self.measure != Measure.KEEP or bool(self.sanction)

    @property
    def is_reversed(self) -> bool:
        return self.reversed_at is not None

    @property
    def contestable_until(self) -> datetime:
        return self.made_at + APPEAL

    @property
    def signature(self) -> str:
        """Lets its reader in without signing in: whoever was suspended cannot."""
        return signing.Signer(salt=_SALT).signature(self.code)

    def is_signed_by(self, signature: str) -> bool:
        try:
            return signing.Signer(salt=_SALT).unsign(f"{self.code}:{signature}") == self.code
        except signing.BadSignature:
            return False
