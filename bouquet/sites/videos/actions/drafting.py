"""A file arrives, and a video is there for its author to describe while it is prepared."""

from __future__ import annotations

from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext, override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos import policies
from bouquet.sites.videos.events import VideoDrafted
from bouquet.sites.videos.models import Video, Visibility

NEW = "videos.new"
REPLY = "videos.reply:"


@transaction.atomic
def draft_from(*, asset: Asset) -> Video:
    """The draft that stands for a received file; the same one however often, or at once, it is asked for.

    What came by mail is private until its author says otherwise.
    """
    # What was received says so to us while the page of its author asks as well: the second waits for the first.
    Asset.objects.select_for_update().get(pk=asset.pk)
    standing = Video.objects.filter(asset=asset).first()
    if standing is not None:
        return standing
    author = Account.objects.get(pk=asset.owner_id)
    by_mail = asset.origin == Asset.Origin.MAIL
    video = Video(author=author, asset=asset, language=author.language, reply_to=_original(asset.purpose))
    video.visibility = Visibility.PRIVATE if by_mail else policies.default_visibility(author)
    with override(author.language):
        video.describe(title=title_from(asset), description="")
    video.lasts(asset.duration_seconds)
    video.save()
    announce(VideoDrafted(video.pk))
    return video


def title_from(asset: Asset) -> str:
    """What the file says of itself, else its name as words: `vacances_2026-08.MOV` → `vacances 2026-08`."""
    name = PurePath(asset.file_name).stem.replace("_", " ").strip()
    return asset.title_hint.strip() or name or gettext("Untitled video")


def _original(purpose: str) -> Video | None:
    if not purpose.startswith(REPLY):
        return None
    return Video.objects.public().filter(code=purpose.removeprefix(REPLY)).first()
