"""What is said in a room."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import LinkedPage
from bouquet.capabilities.messaging.models.room import Room
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref, Standing

KIND = "messaging.message"
LONGEST = 4000


class MessageQuerySet(models.QuerySet["Message"]):
    def there(self) -> MessageQuerySet:
        """Those whose words can be read: not deleted, hidden or waiting, by people who are here."""
        return self.filter(deleted_at=None, is_away=False, standing__in=[Standing.SHOWN, Standing.LABELLED])

    def first_level(self) -> MessageQuerySet:
        """What is not an answer in a thread."""
        return self.filter(thread=None)


class Message(models.Model):
    """`seq` is the event that posted it, `rev` the one that changed it last. `thread` is the message whose answers it
    is among; `answers` the one it quotes. `reactions` is `{emoji: {"n": count, "by": [ids]}}`, made from the rows.

    A deleted one keeps its words for thirty days, for those who must judge it (`actions.forgetting`).
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    seq = models.BigIntegerField()
    rev = models.BigIntegerField()
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    client = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    # Each once, folded, parted by spaces: what the index of the database is made of (migration 0002).
    words = models.TextField(blank=True)
    mentions = models.JSONField(default=list)
    # What it carries (`Attachment.to_card`); where its first address leads: a page, or `kind:key` of a thing of ours.
    enclosed = models.JSONField(default=list)
    linked = models.ForeignKey(LinkedPage, on_delete=models.PROTECT, null=True, related_name="+")
    linked_thing = models.CharField(max_length=80, blank=True)
    thread = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="thread_answers")
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    replies_count = models.PositiveIntegerField(default=0)
    last_reply_at = models.DateTimeField(null=True)
    reactions = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True, db_index=True)
    pinned_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, default=Standing.SHOWN)
    is_away = models.BooleanField(default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="messaging_message_number")]
        indexes = [
            models.Index(fields=["room", "seq"], condition=Q(thread=None), name="messaging_first_level"),
            models.Index(fields=["thread", "seq"], name="messaging_in_thread"),
            models.Index(fields=["room", "pinned_at"], condition=Q(pinned_at__isnull=False), name="messaging_pinned"),
            models.Index(fields=["author", "made_at"], name="messaging_said_by"),
            # How much of what is new was said by people whom a reader keeps apart from.
            models.Index(fields=["room", "author", "seq"], condition=Q(deleted_at=None), name="messaging_of_one_there"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.seq}"

    @property
    def ref(self) -> Ref:
        return Ref(KIND, self.pk)

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_hidden(self) -> bool:
        """Whether only its author reads it: a decision, or it waits for one, or its author is away."""
        return self.is_away or self.standing in (Standing.HIDDEN, Standing.REMOVED)


class Reaction(models.Model):
    """An emoji somebody put on a message."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reacted")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=32)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "account", "emoji"], name="messaging_reacted_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.emoji} {self.message_id}"
