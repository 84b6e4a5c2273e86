"""May they? Each rule answers yes or no; `require_…` raises PermissionDenied."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.models import State, Video, Visibility


def can_edit(by: Account | AnonymousUser, video: Video) -> bool:
    """Only its author changes a video."""
    return isinstance(by, Account) and video.author_id == by.pk


def require_can_edit(by: Account, video: Video) -> None:
    """Raises PermissionDenied unless `by` made the video."""
    if not can_edit(by, video):
        raise PermissionDenied


def can_be_replied_to(video: Video) -> bool:
    """A reply is listed below the original: only where the original itself is listed to all."""
    return video.is_public


def can_be_embedded(video: Video) -> bool:
    """On other people's pages: what everybody may watch, if its author allows it."""
    return video.is_shared_openly and video.allows_embedding


def can_be_downloaded(by: Account | AnonymousUser, video: Video) -> bool:
    """By those who may watch it, if its author allows it; always by the author."""
    return video.allows_download or can_edit(by, video)


def can_be_sent(video: Video) -> bool:
    """A private video or a draft goes to nobody."""
    return video.state == State.PUBLISHED and video.visibility != Visibility.PRIVATE


def default_visibility(author: Account) -> Visibility:
    """Private accounts, and so everyone under 18, speak to their followers unless they choose otherwise."""
    return Visibility.FOLLOWERS if author.is_private else Visibility.PUBLIC
