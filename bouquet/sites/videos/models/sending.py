"""A video handed from one member to another, with a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

if TYPE_CHECKING:
    from bouquet.capabilities.accounts.models import Account


class SendingQuerySet(models.QuerySet["Sending"]):
    """Reads over sendings."""

    def received_by(self, account: Account) -> SendingQuerySet:
        """What `account` was sent, newest first."""
        return self.filter(recipient=account).order_by("-id")

    def unread(self) -> SendingQuerySet:
        """What its recipient has not seen yet."""
        return self.filter(read_at=None)


class Sending(models.Model):
    """Who sent which video to whom, and what was said with it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    video = models.ForeignKey("videos.Video", on_delete=models.CASCADE, related_name="sendings")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="videos_sent")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="videos_received")
    note = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-id"], name="received_by_a_member"),
            models.Index(fields=["sender", "sent_at"], name="sent_by_a_member"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="received_and_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} → {self.recipient_id}: {self.video_id}"
