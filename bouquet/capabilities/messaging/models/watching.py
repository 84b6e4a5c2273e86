"""What a room watches together."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.models.room import Room
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref


class Watching(models.Model):
    """At `since`, the film stood at `at_seconds`; playing, it has gone on from there. Every change is an event of the
    room, so that whoever comes late or was away finds the same place.
    """

    room = models.OneToOneField(Room, on_delete=models.CASCADE, primary_key=True, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    host = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    is_playing = models.BooleanField(default=True)
    at_seconds = models.FloatField(default=0)
    since = models.DateTimeField(default=clock.now)
    began_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.room_id} watches {self.kind} {self.key}"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.key)
