"""Pictures in rooms: taken in, shown to who reads the room, let go when no message names them any more."""

from __future__ import annotations

from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.models import Room
from bouquet.foundation.brands.current import site_address
from bouquet.foundation.clock import clock
from bouquet.sites.chat.engine import naming_pictures
from bouquet.sites.chat.models import Picture

_SWEPT_AFTER, _SWEPT_AT_ONCE = timedelta(days=7), 200


def take_in(*, room: Room, by: Account, file: BinaryIO, key: UUID | None, alt: str) -> str:
    """The picture in `file`, as the text that names it in a message. With a reserved `key`, sent again it is the same.

    PermissionDenied; `media.policies.CannotReceive`. A picture that no message names goes after a day.
    """
    if not policies.may_post(by, room):
        raise PermissionDenied
    photo = photos.receive(file=file, owner=by, photo_id=key)
    picture, _made = Picture.objects.get_or_create(photo=photo, defaults={"room": room, "by": by})
    if picture.room_id != room.pk:
        raise PermissionDenied
    address = site_address("chat", "chat:picture", room.code, picture.pk)
    return naming_pictures.name(address, alt, photo.width, photo.height)


def is_shown(picture: Picture, *, reader: UUID | None) -> bool:
    """Whether it is there to be seen: a message that can be read names it. Its sender sees it before."""
    return picture.by_id == reader or picture.named_in.there().exists()


def keep_what_is_named() -> None:
    """The keeper's chore: what a message names stays, and goes when the last such message is forgotten."""
    due = clock.now() - _SWEPT_AFTER
    waiting = Picture.objects.filter(photo__kept_at=None).select_related("photo")[:_SWEPT_AT_ONCE]
    photos.keep([one.photo for one in waiting if one.named_in.exists()], is_public=False)
    old = list(Picture.objects.filter(swept_at__lt=due).select_related("photo").order_by("swept_at")[:_SWEPT_AT_ONCE])
    Picture.objects.filter(pk__in=[one.pk for one in old]).update(swept_at=clock.now())
    photos.erase([one.photo for one in old if not one.named_in.exists()])
