"""The log of a room: everything that happens in it, numbered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.models.message import Message
from bouquet.capabilities.messaging.models.room import Room
from bouquet.foundation.clock import clock


class Event(models.Model):
    """`data` is what its kind says (docs/protocol-messaging.md); words as they were before an edit are in `was`, which
    no client is told.
    """

    class Kind(models.TextChoices):
        POST = "post"
        EDIT = "edit"
        DELETE = "delete"
        REACT = "react"
        UNREACT = "unreact"
        PIN = "pin"
        UNPIN = "unpin"
        STANDING = "standing"
        UNFOLD = "unfold"
        MEMBER = "member"
        ROOM = "room"
        WATCH = "watch"
        RESET = "reset"

    id = models.BigAutoField(primary_key=True)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    client = models.CharField(max_length=64, blank=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="events")
    data = models.JSONField(default=dict)
    was = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["room", "seq"], condition=Q(kind="member"), name="messaging_comings"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="messaging_event_number"),
            models.UniqueConstraint(
                fields=["room", "author", "client"], condition=~Q(client=""), name="messaging_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.seq} {self.kind}"
