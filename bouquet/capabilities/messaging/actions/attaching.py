"""Pictures, files and sounds in rooms: taken in, shown to who reads the room, let go when no message names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, BinaryIO
from urllib.parse import urljoin
from uuid import UUID

from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import enclosures, photos
from bouquet.capabilities.media.engine import documents
from bouquet.capabilities.messaging import policies, providers
from bouquet.capabilities.messaging.engine import naming
from bouquet.capabilities.messaging.models import Attachment, Message, Room
from bouquet.capabilities.messaging.models.attachment import PICTURE
from bouquet.foundation.clock import clock

# More in one message stay links.
MOST_NAMED = 10
_PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif")
_SWEPT_AFTER, _SWEPT_AT_ONCE = timedelta(days=7), 200


def take_in(
    *,
    room: Room,
    by: Account,
    file: BinaryIO,
    name: str,
    key: UUID | None = None,
    words: str = "",
    is_voice: bool = False,
) -> str:
    """The content of `file` (called `name`), as the text that names it in a message. With a reserved `key`, sent again
    it is the same. `words` describe a picture; a voice was recorded just now.

    PermissionDenied; `media.policies.CannotReceive`. What no message names goes after a day.
    """
    if not policies.may_post(by, room):
        raise PermissionDenied
    if not is_voice and documents.suffix_of(name) in _PICTURES:
        photo = photos.receive(file=file, owner=by, alt=words, photo_id=key)
        kept, _made = Attachment.objects.get_or_create(photo=photo, defaults={"room": room, "by": by})
    else:
        enclosure = enclosures.receive(file=file, name=name, owner=by, enclosure_id=key, is_voice=is_voice)
        kept, _made = Attachment.objects.get_or_create(enclosure=enclosure, defaults={"room": room, "by": by})
    if kept.room_id != room.pk or kept.by_id != by.pk:
        raise PermissionDenied
    return naming.name(address_of(kept), _called(kept))


def address_of(attachment: Attachment) -> str:
    """Where it is fetched: absolute, where a site shows rooms."""
    room = attachment.room
    page = providers.room_address(room.code) or f"/rooms/{room.code}"
    return f"{page}/{attachment.place}/{attachment.pk}"


def named_by(text: str, *, room: Room, by: Account) -> list[dict[str, Any]]:
    """The cards of what `by` sent into `room` and `text` names, in its order. No query when it names nothing."""
    keys = naming.keys_in(text, room.code)[:MOST_NAMED]
    if not keys:
        return []
    found = Attachment.objects.select_related("photo", "enclosure").filter(room=room, by=by).in_bulk(keys)
    return [found[key].to_card() for key in keys if key in found]


def pictures_of(messages: Iterable[Message]) -> dict[UUID, tuple[str, ...]]:
    """Where the pictures of each message are seen for two hours, by whoever judges it. One query, or none."""
    shown = {UUID(one["key"]): said for said in messages for one in said.enclosed if one["sort"] == PICTURE}
    found: dict[UUID, tuple[str, ...]] = {}
    for sent in Attachment.objects.filter(pk__in=shown).select_related("photo") if shown else ():
        if sent.photo is not None and sent.photo.widths:
            said = shown[sent.pk]
            address = urljoin(providers.room_address(said.room.code), sent.photo.address(640))
            found[said.pk] = (*found.get(said.pk, ()), address)
    return found


def is_shown(attachment: Attachment, *, reader: UUID | None) -> bool:
    """Whether it is there to be seen: a message that can be read names it. Its sender sees it before."""
    return attachment.by_id == reader or attachment.named_in.there().exists()


def shown_in(room: Room, *, apart: set[UUID], reader: UUID | None) -> Iterator[Attachment]:
    """All of a room that this reader may fetch, the oldest first."""
    kept = Attachment.objects.filter(room=room).exclude(by__in=apart).select_related("photo", "enclosure", "room")
    for one in kept.order_by("made_at").iterator(chunk_size=200):
        if one.named_in.there().exists() or (one.by_id == reader and one.named_in.filter(deleted_at=None).exists()):
            yield one


def stored_as(attachment: Attachment) -> tuple[str, str]:
    """What it is called in a copy, and its key in the store; empty when there is nothing."""
    if attachment.enclosure is not None:
        enclosure = attachment.enclosure
        return f"{attachment.pk}-{enclosure.saved_name}", f"{enclosure.folder}/{enclosure.main_file}"
    photo = attachment.photo
    if photo is None or not photo.widths:
        return "", ""
    return f"{attachment.pk}.webp", f"{photo.folder}/{photo.widths[-1]}.webp"


def keep_what_is_named() -> None:
    """The keeper's chore: what a message names stays, and goes when the last such message is forgotten."""
    due = clock.now() - _SWEPT_AFTER
    all_of_them = Attachment.objects.select_related("photo", "enclosure")
    pictures = all_of_them.filter(photo__isnull=False, photo__kept_at=None)[:_SWEPT_AT_ONCE]
    photos.keep([one.photo for one in pictures if one.photo and one.named_in.exists()], is_public=False)
    others = all_of_them.filter(enclosure__isnull=False, enclosure__kept_at=None)[:_SWEPT_AT_ONCE]
    enclosures.keep([one.enclosure for one in others if one.enclosure and one.named_in.exists()])
    old = list(all_of_them.filter(swept_at__lt=due).order_by("swept_at")[:_SWEPT_AT_ONCE])
    Attachment.objects.filter(pk__in=[one.pk for one in old]).update(swept_at=clock.now())
    gone = [one for one in old if not one.named_in.exists()]
    photos.erase([one.photo for one in gone if one.photo])
    enclosures.erase([one.enclosure for one in gone if one.enclosure])


def _called(attachment: Attachment) -> str:
    """In one language or none: these are words of a message that anybody reads."""
    enclosure = attachment.enclosure
    if enclosure is None:
        return (attachment.photo.alt if attachment.photo else "") or "🖼"
    if enclosure.sort == enclosure.Sort.SOUND:
        minutes, seconds = divmod(round(enclosure.seconds), 60)
        return f"🎤 {minutes}:{seconds:02}"
    return enclosure.name
