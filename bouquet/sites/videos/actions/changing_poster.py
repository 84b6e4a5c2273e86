"""Another picture in front of a video."""

from __future__ import annotations

from typing import BinaryIO

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import posters
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos import policies
from bouquet.sites.videos.events import VideoChanged
from bouquet.sites.videos.models import Video


def choose(*, video: Video, by: Account, index: int) -> None:
    """Frame `index` of those that were found; IndexError when there is no such frame."""
    policies.require_can_edit(by, video)
    posters.choose_poster(video.asset, index)
    _tell(video)


def upload(*, video: Video, by: Account, file: BinaryIO) -> None:
    """A picture of one's own; raises `posters.BadPoster`."""
    policies.require_can_edit(by, video)
    posters.upload_poster(video.asset, file)
    _tell(video)


@transaction.atomic
def _tell(video: Video) -> None:
    Video.objects.filter(pk=video.pk).update(changed_at=clock.now())
    announce(VideoChanged(video.pk))
