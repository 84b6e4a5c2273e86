"""A member's account was erased: what media knows of the person goes. Videos are for the site that shows them."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.db.models import ProtectedError

from bouquet.capabilities.media.actions import enclosures, photos
from bouquet.capabilities.media.actions.erasing import erase
from bouquet.capabilities.media.actions.uploads import shelf
from bouquet.capabilities.media.models import Asset, Enclosure, Import, MailAddress, Photo


def forget(account_id: uuid.UUID) -> None:
    """Addresses, imports, uploads under way and files that never became a video go. Safe to repeat."""
    MailAddress.objects.filter(owner_id=account_id).delete()
    Import.objects.filter(owner_id=account_id).delete()
    for record in shelf().of_owner(str(account_id)):
        shelf().end(record)
    # Those that posts keep are for the site that shows the posts.
    photos.erase(list(Photo.objects.filter(owner_id=account_id, kept_at=None)))
    enclosures.erase(list(Enclosure.objects.filter(owner_id=account_id, kept_at=None)))
    never_played = Asset.objects.filter(owner_id=account_id, playable_at=None)
    for asset in never_played.filter(state__in=(Asset.State.REFUSED, Asset.State.FAILED)):
        # One that a site still shows is for that site to erase.
        with suppress(ProtectedError):
            erase(asset)
    # What stays is told apart from the person: names of files often tell who filmed what and where.
    Asset.objects.filter(owner_id=account_id).update(file_name="", title_hint="")
