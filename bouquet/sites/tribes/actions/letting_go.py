"""What hung on a post goes with it: rows cascade, files do not."""

from __future__ import annotations

from django.db import transaction

from bouquet.capabilities.media.actions import erasing, photos
from bouquet.sites.tribes.models import Post, PostPhoto, PostVideo


@transaction.atomic
def let_go(*, post: Post) -> None:
    """Erase the photos and the video of `post`, which is about to go. Safe to repeat."""
    rows = list(PostPhoto.objects.filter(post=post).select_related("photo"))
    PostPhoto.objects.filter(post=post).delete()
    photos.erase([row.photo for row in rows])
    video = PostVideo.objects.filter(post=post).select_related("asset").first()
    if video is not None:
        video.delete()
        erasing.erase(video.asset)
