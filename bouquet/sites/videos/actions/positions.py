"""Where a member goes on watching."""

from __future__ import annotations

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions import watching
from bouquet.sites.videos.models import Video, WatchPosition

# The first moments and the credits are no place to come back to.
FROM_SECONDS = 5
END_SHARE = 0.95


def remember(*, video: Video, by: Account, seconds: float) -> None:
    """Go on at `seconds` next time, and put it into the history; near the beginning or the end there is no place to
    remember. Nothing at all is kept while the member pauses their history.
    """
    if watching.is_paused(by):
        return
    is_over = seconds > END_SHARE * video.duration_seconds
    if is_over or seconds >= FROM_SECONDS:
        watching.note(video=video, by=by, is_over=is_over)
    if seconds < FROM_SECONDS or is_over:
        WatchPosition.objects.filter(account=by, video=video).delete()
        return
    WatchPosition.objects.update_or_create(
        account=by, video=video, defaults={"seconds": seconds, "watched_at": clock.now()}
    )
