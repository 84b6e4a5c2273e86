"""A picture somebody sent into a room. The message that shows it names it by its address."""

from __future__ import annotations

from django.db import models

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.messaging.models import Message, Room
from bouquet.capabilities.messaging.models.message import MessageQuerySet
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key


class Picture(models.Model):
    """It is shown as long as a message of its sender shows it; whoever reads the room then may fetch it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    # When it was last seen whether a message still names it.
    swept_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def named_in(self) -> MessageQuerySet:
        """The messages of its sender that name it, also those that nobody reads any more."""
        said = Message.objects.filter(room=self.room_id, author=self.by_id, made_at__gte=self.made_at)
        named: MessageQuerySet = said.filter(text__contains=str(self.pk))
        return named
