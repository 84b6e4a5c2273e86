"""The author says what is to be seen on the photos of a post, or takes some off."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import attaching, showing_files
from bouquet.sites.tribes.events import PostChanged
from bouquet.sites.tribes.models import Post, PostPhoto


@transaction.atomic
def describe(*, post: Post, by: Account, alts: Mapping[str, str], off: Collection[str] = ()) -> None:
    """`alts` are descriptions by the photo's key, `off` keys of photos to take off the post for ever.

    Raises PermissionDenied, and `posting.Refused` for words this network does not take.
    """
    policies.require_can_edit(by, post)
    rows = list(PostPhoto.objects.select_for_update(of=("self",)).filter(post=post).select_related("photo"))
    before = "\n".join(row.photo.alt for row in rows)
    attaching.screen_words(post, by, "\n".join(alts.values()), previous=before)
    gone, staying = [], []
    for row in rows:
        key = str(row.photo_id)
        if key in off:
            gone.append(row.photo)
            row.delete()
            continue
        staying.append(row)
        if alts.get(key, row.photo.alt) != row.photo.alt:
            media_photos.describe(photo=row.photo, alt=alts[key])
    media_photos.erase(gone)
    # Counted from 0 again, in their order: their addresses are their places.
    for position, row in enumerate(staying):
        PostPhoto.objects.filter(pk=row.pk).update(position=position)
    if showing_files.prepare(post):
        announce(PostChanged(post.pk))
