"""Pages kept for everybody are dropped when what they show changes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.live import purging
from bouquet.sites.videos.models import Playlist, Video

HOME = "videos:home"
# On what search answers: it is asked again once the index knows of a change, a moment after everything else.
FOUND = "videos:found"
# On every page that lists videos: no list keeps naming a video that is not for everybody any more.
WITHDRAWN = "videos:withdrawn"


def purge(*, video_id: UUID, lists: bool = True) -> None:
    """Drop the pages of a video and, with `lists`, those that list it."""
    video = Video.objects.select_related("author", "category", "reply_to").filter(pk=video_id).first()
    if video is not None:
        purge_video(video, lists=lists)


def purge_video(video: Video, *, lists: bool = True) -> None:
    """Likewise, for a video at hand."""
    tags = [video_tag(video.code)]
    if lists:
        tags += [HOME, handle_tag(video.author.handle), *(tag_tag(tag["slug"]) for tag in video.tag_list)]
        if video.category:
            tags.append(category_tag(video.category.key))
        if video.reply_to:
            tags.append(video_tag(video.reply_to.code))
    purging.purge(*tags)


def purge_erased(*, code: str, author_id: UUID) -> None:
    """Drop the pages of a video whose row is gone."""
    purge_channel(account_id=author_id)
    purging.purge(video_tag(code), HOME, WITHDRAWN)


def purge_search() -> None:
    """Drop what search answered."""
    purging.purge(FOUND)


def purge_lists() -> None:
    """Drop every page that lists videos."""
    purging.purge(WITHDRAWN)


def purge_author(*, handle: str, codes: Sequence[str]) -> None:
    """Drop an author's page, those of the videos `codes`, and every page that lists videos."""
    purging.purge(handle_tag(handle), HOME, WITHDRAWN, *(video_tag(code) for code in codes))


def purge_channel(*, account_id: UUID) -> None:
    """Drop an author's page."""
    for account in Account.objects.filter(pk=account_id):
        purging.purge(handle_tag(account.handle))


def purge_playlist(*, playlist_id: UUID) -> None:
    """Drop the pages of a playlist, and the list of its member's playlists."""
    for playlist in Playlist.objects.select_related("owner").filter(pk=playlist_id):
        purging.purge(playlist_tag(playlist.code), handle_tag(playlist.owner.handle))


def purge_erased_playlist(*, code: str, owner_id: UUID) -> None:
    """Drop the pages of a playlist whose row is gone."""
    purge_channel(account_id=owner_id)
    purging.purge(playlist_tag(code))


def playlist_tag(code: str) -> str:
    return f"playlist:{code}"


def video_tag(code: str) -> str:
    return f"video:{code}"


def handle_tag(handle: str) -> str:
    return f"channel:{handle.lower()}"


def category_tag(key: str) -> str:
    return f"category:{key}"


def tag_tag(slug: str) -> str:
    return f"tag:{slug}"
