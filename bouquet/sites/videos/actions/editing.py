"""What an author says of a video, and who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import wording
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions import publishing, tagging
from bouquet.sites.videos.engine.kinds import VIDEO
from bouquet.sites.videos.events import VideoChanged
from bouquet.sites.videos.models import Category, Licence, Video, Visibility


class PasswordMissing(ValueError):
    """A video cannot ask for a password that it does not have."""


@dataclass(frozen=True)
class Details:
    """All that the form of a video holds. An empty `password` keeps the one there is."""

    title: str
    description: str = ""
    tags: Sequence[str] = ()
    category: Category | None = None
    language: str = ""
    licence: str = Licence.RESERVED
    visibility: str = Visibility.PUBLIC
    password: str = ""
    allows_download: bool = False
    allows_embedding: bool = True
    is_premiere: bool = False


@transaction.atomic
def edit(*, video: Video, by: Account, details: Details) -> None:
    """Take new details. Changing nothing, raises PasswordMissing when a password is asked for and none is given, and
    `wording.Refused` for words this network does not take.
    """
    policies.require_can_edit(by, video)
    video = Video.objects.select_for_update(of=("self",)).select_related("asset", "next_asset").get(pk=video.pk)
    said = _words(details.title, details.description, details.tags)
    previous = _words(video.title, video.description, [tag["name"] for tag in video.tag_list])
    wording.require_fit(text=said, by=by, ref=Ref(VIDEO, video.pk), previous=previous)
    _set_lock(video, details)
    video.describe(title=details.title, description=details.description)
    tagging.tag(video, details.tags)
    video.category = details.category
    video.language, video.licence, video.visibility = details.language, details.licence, details.visibility
    video.is_premiere = details.is_premiere
    video.allows_download, video.allows_embedding = details.allows_download, details.allows_embedding
    video.changed_at = clock.now()
    video.save()
    publishing.settle_files(video)
    publishing.recount_replies(video)
    announce(VideoChanged(video.pk))


def _words(title: str, description: str, tags: Sequence[str]) -> str:
    return "\n".join((title, description, *tags))


def _set_lock(video: Video, details: Details) -> None:
    if details.visibility != Visibility.PASSWORD:
        video.password = video.lock_code = ""
    elif details.password:
        video.lock(hashed=make_password(details.password))
    elif not video.password:
        raise PasswordMissing
