"""Photos that members send: taken in, kept, moved between open and closed, erased."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.engine import photos as engine
from bouquet.capabilities.media.events import PhotoErased, PhotoMoved
from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.media.models.asset import new_folder
from bouquet.capabilities.media.models.photo import MOST_ALT, photo_folder
from bouquet.capabilities.media.models.sentences import size
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.storage.store import store

MOST_BYTES: Final = 40 * 1024 * 1024
# What somebody sent and then did not post.
FORGOTTEN_AFTER: Final = timedelta(hours=24)
# More than a member has under way in any form, and a bound for those who only fill our disk.
MOST_LENT: Final = 60


class NotAPhoto(policies.CannotReceive):
    """The file is no picture we can read."""

    status = 415

    def sentence(self) -> str:
        return gettext("This file is not a photo we can read. Send a JPEG, PNG, WebP, GIF, HEIC or AVIF.")


class PhotoTooLarge(policies.CannotReceive):
    """In bytes or in pixels."""

    status = 413

    def sentence(self) -> str:
        return gettext("This photo is too large: the largest we take is %(limit)s and 50 million pixels.") % {
            "limit": size(MOST_BYTES)
        }


class TooManyPhotos(policies.CannotReceive):
    """One member sent very many that no page keeps."""

    status = 429

    def sentence(self) -> str:
        return gettext("You have sent many photos without posting them. Post some of them first.")


def receive(*, file: BinaryIO | Path, owner: Account, alt: str = "", photo_id: UUID | None = None) -> Photo:
    """The picture in `file` becomes a photo of `owner`, seen by nobody else yet. Only pixels are kept of it.

    With a reserved `photo_id`, calling again gives the same photo. Raises `policies.CannotReceive` (NotAPhoto,
    PhotoTooLarge, TooManyPhotos among them), leaving nothing behind. Who shows it says so with `keep`; else it goes
    after a day.
    """
    known = Photo.objects.filter(pk=photo_id, owner=owner).exclude(widths=[]).first() if photo_id else None
    if known is not None:
        return known
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return receive(file=opened, owner=owner, alt=alt, photo_id=photo_id)
    _require_can_send(owner, _length(file))
    try:
        developed = engine.develop(file)
    except engine.TooManyPixels:
        raise PhotoTooLarge from None
    except engine.NotAPhoto:
        raise NotAPhoto from None
    policies.require_can_receive(owner, size_bytes=developed.bytes)
    # The row is there before its files: what a crash leaves is found, and forgotten after a day.
    photo = Photo.objects.create(
        pk=photo_id if photo_id and not Photo.objects.filter(pk=photo_id).exists() else new_key(),
        owner=owner,
        alt=clean_alt(alt),
        width=developed.width,
        height=developed.height,
        colour=developed.colour,
        bytes_stored=developed.bytes,
    )
    try:
        for width, content in developed.versions.items():
            store().put_bytes(content, f"{photo.folder}/{width}.webp")
        photo.widths = sorted(developed.versions)
        photo.save(update_fields=["widths"])
    except BaseException:
        erase([photo])
        raise
    return photo


def describe(*, photo: Photo, alt: str) -> None:
    """Say what is to be seen on it, for those who do not see it."""
    photo.alt = clean_alt(alt)
    photo.save(update_fields=["alt"])


@transaction.atomic
def keep(photos: Iterable[Photo], *, is_public: bool) -> None:
    """A page shows these from now on, to everybody or to some. Safe to repeat."""
    for photo in photos:
        show(photo, is_public=is_public)
    Photo.objects.filter(pk__in=[photo.pk for photo in photos], kept_at=None).update(kept_at=clock.now())


@transaction.atomic
def show(photo: Photo, *, is_public: bool) -> None:
    """Anyone may fetch it from now on, or only who has a signed address, in a folder with a new name: old addresses
    are dead. Nothing happens when that is so already.
    """
    row = Photo.objects.select_for_update().get(pk=photo.pk)
    if row.is_public != is_public:
        source = row.folder
        row.is_public = is_public
        row.key = row.key if is_public else new_folder()
        row.save(update_fields=["is_public", "key"])
        announce(PhotoMoved(photo_id=row.pk, source=source))
        # On a local disk a move is one rename, so it need not wait for a worker.
        if store().local_path(source) is not None:
            transaction.on_commit(lambda: settle(photo_id=row.pk, source=source), robust=True)
    photo.is_public, photo.key = row.is_public, row.key


def settle(*, photo_id: UUID, source: str) -> None:
    """Bring what still lies below `source` to where the photo's files belong now. Safe to repeat, in any order."""
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        store().delete_tree(source)
    elif photo.folder != source:
        store().move_tree(source, photo.folder)


@transaction.atomic
def erase(photos: Collection[Photo]) -> None:
    """They are gone; their files follow after the commit. Safe to repeat."""
    for row in Photo.objects.select_for_update().filter(pk__in=[photo.pk for photo in photos]):
        announce(PhotoErased(photo_id=row.pk, folder=photo_folder(row.key, is_public=row.is_public)))
        row.delete()


def forget_what_nobody_kept() -> None:
    """The keeper's chore: photos that were sent for a post that was never made."""
    erase(list(Photo.objects.filter(kept_at=None, received_at__lt=clock.now() - FORGOTTEN_AFTER)[:500]))


def clean_alt(alt: str) -> str:
    """On one line, printable, as long as is kept."""
    return " ".join("".join(char if char.isprintable() else " " for char in alt).split())[:MOST_ALT]


def _require_can_send(owner: Account, length: int) -> None:
    if length > MOST_BYTES:
        raise PhotoTooLarge
    if Photo.objects.owned_by(owner).filter(kept_at=None).count() >= MOST_LENT:
        raise TooManyPhotos
    policies.require_can_receive(owner, size_bytes=0)


def _length(file: BinaryIO) -> int:
    length = file.seek(0, 2)
    file.seek(0)
    return length
