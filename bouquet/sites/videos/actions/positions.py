"""Where a member goes on watching."""

from __future__ import annotations

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.sites.videos.models import Video, WatchPosition

# The first moments and the credits are no place to come back to.
FROM_SECONDS = 5
END_SHARE = 0.95


def remember(*, video: Video, by: Account, seconds: float) -> None:
    """Go on at `seconds` next time; near the beginning or the end there is nothing to remember."""
    if seconds < FROM_SECONDS or seconds > END_SHARE * video.duration_seconds:
        WatchPosition.objects.filter(account=by, video=video).delete()
        return
    WatchPosition.objects.update_or_create(
        account=by, video=video, defaults={"seconds": seconds, "watched_at": clock.now()}
    )
