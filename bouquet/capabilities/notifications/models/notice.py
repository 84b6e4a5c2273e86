"""A fact, for one member. What was told once is never told, pushed or mailed again."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.models.entry import Entry
from bouquet.capabilities.notifications.models.letter import Letter
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due_by_mail(self, at: datetime) -> NoticeQuerySet:
        return self.filter(mail_due_at__lte=at)

    def due_by_push(self, at: datetime) -> NoticeQuerySet:
        return self.filter(push_due_at__lte=at)


class Notice(models.Model):
    """`fact` names what happened, once for each recipient. One that was taken back stays without its entry: it keeps
    the same fact from being told again.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    recipient = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices", db_index=False)
    fact = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    entry = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, related_name="notices", db_index=False)
    actor = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    about_kind = models.CharField(max_length=40)
    about_key = models.UUIDField(db_index=True)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now, db_index=True)
    mail_due_at = models.DateTimeField(null=True)
    push_due_at = models.DateTimeField(null=True)
    # Reserved in one transaction before it is sent: whatever dies in between, no second mail tells the same fact.
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "recipient"], name="notifications_one_notice_per_fact")]
        indexes = [
            models.Index(fields=["recipient", "made_at"], name="notifications_notices_of"),
            models.Index(fields=["entry", "actor"], name="notifications_people_in"),
            models.Index(fields=["actor", "recipient"], name="notifications_by_actor"),
            models.Index(
                fields=["mail_due_at", "recipient"],
                condition=Q(mail_due_at__isnull=False),
                name="notifications_mail_due",
            ),
            models.Index(
                fields=["recipient", "mail_due_at"],
                condition=Q(mail_due_at__isnull=False),
                name="notifications_mail_for",
            ),
            models.Index(fields=["push_due_at"], condition=Q(push_due_at__isnull=False), name="notifications_push_due"),
        ]

    def __str__(self) -> str:
        return f"{self.fact} for {self.recipient_id}"

    @property
    def about(self) -> Ref:
        return Ref(self.about_kind, self.about_key)
