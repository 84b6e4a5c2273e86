"""A line of the inbox: notices of one kind that belong together, until the member reads them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Count, Q

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref


class EntryQuerySet(models.QuerySet["Entry"]):
    def inbox_of(self, account: Account) -> EntryQuerySet:
        """What `account` finds in the inbox; whether they may see what each is about is asked when it is shown."""
        return self.filter(recipient=account, state=Entry.State.SHOWN)

    def unread(self) -> EntryQuerySet:
        return self.filter(read_at=None)

    def open_for(self, recipients: Iterable[UUID], *, kind: str, group: str) -> EntryQuerySet:
        """What a further fact joins."""
        return self.filter(recipient__in=recipients, kind=kind, group=group, read_at=None)

    def unread_counts(self, recipients: Iterable[UUID]) -> dict[UUID, int]:
        """The number on the badge of each of `recipients`; one query."""
        unread = self.filter(recipient__in=list(recipients), state=Entry.State.SHOWN, read_at=None)
        counted = unread.order_by().values_list("recipient").annotate(Count("pk"))
        return dict.fromkeys(recipients, 0) | dict(counted)


class Entry(models.Model):
    """While unread it gathers further facts of its kind and group; there is one open at a time for each.

    The newest three people are kept beside the number of all, so that a page of the inbox reads no notices.
    """

    class State(models.TextChoices):
        SHOWN = "shown"
        # The member may not see what it is about at the moment.
        WITHHELD = "withheld"
        REMOVED = "removed"
        # The member wants this kind by push or mail only.
        UNLISTED = "unlisted"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    recipient = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="entries", db_index=False)
    kind = models.CharField(max_length=60)
    group = models.CharField(max_length=200)
    about_kind = models.CharField(max_length=40)
    about_key = models.UUIDField(db_index=True)
    data = models.JSONField(default=dict)
    newest = models.UUIDField(null=True)
    second = models.UUIDField(null=True)
    third = models.UUIDField(null=True)
    people_count = models.PositiveIntegerField(default=0)
    facts_count = models.PositiveIntegerField(default=0)
    latest_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "group"], condition=Q(read_at=None), name="notifications_one_open_entry"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "state", "-latest_at", "-id"], name="notifications_inbox"),
            models.Index(fields=["recipient", "kind", "-latest_at", "-id"], name="notifications_inbox_kind"),
            models.Index(
                fields=["recipient", "state", "-latest_at", "-id"],
                condition=Q(read_at=None),
                name="notifications_unread",
            ),
            models.Index(fields=["read_at"], name="notifications_read_long_ago"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient_id}"

    @property
    def about(self) -> Ref:
        return Ref(self.about_kind, self.about_key)

    @property
    def faces(self) -> list[UUID]:
        """The newest people, at most three."""
        return [key for key in (self.newest, self.second, self.third) if key is not None]

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
