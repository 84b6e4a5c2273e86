"""What somebody sent into a room along with their words: a picture, a file, a sound."""

from __future__ import annotations

from typing import Any

from django.db import models

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Enclosure, Photo
from bouquet.capabilities.messaging.engine.naming import PLACES
from bouquet.capabilities.messaging.models.message import Message, MessageQuerySet
from bouquet.capabilities.messaging.models.room import Room
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

PICTURE = "picture"


class Attachment(models.Model):
    """It is there as long as a message of its sender names it; whoever reads the room then may fetch it. It is either a
    photo or an enclosure."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, null=True, related_name="+")
    enclosure = models.OneToOneField(Enclosure, on_delete=models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    # When it was last seen whether a message still names it.
    swept_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["room", "made_at"], name="messaging_attached_in")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def sort(self) -> str:
        """`picture`, `file` or `sound`."""
        return self.enclosure.sort if self.enclosure is not None else PICTURE

    @property
    def place(self) -> str:
        """The part of its address that says what it is."""
        return PLACES[self.sort]

    @property
    def named_in(self) -> MessageQuerySet:
        """The messages of its sender that name it, also those that nobody reads any more."""
        said = Message.objects.filter(room=self.room_id, author=self.by_id, made_at__gte=self.made_at)
        named: MessageQuerySet = said.filter(text__contains=str(self.pk))
        return named

    def to_card(self) -> dict[str, Any]:
        """What a message shows of it, as plain values that are kept with the message."""
        if self.enclosure is not None:
            return {"key": str(self.pk), **self.enclosure.to_card()}
        photo = self.photo
        facts = {"name": photo.alt, "width": photo.width, "height": photo.height} if photo is not None else {}
        return {"key": str(self.pk), "sort": PICTURE, **facts}
