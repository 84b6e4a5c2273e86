"""What moderators decide of a video: shown, with a warning, hidden or removed. Each can be taken back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Standing
from bouquet.sites.videos.actions import publishing
from bouquet.sites.videos.events import PlaylistChanged, VideoChanged, VideoWithdrawn
from bouquet.sites.videos.models import Playlist, Video


@transaction.atomic
def judge_video(*, video_id: UUID, standing: Standing, label: str = "") -> None:
    """Every page, list, feed, index and file follows. Safe to repeat; nothing happens to a video that is gone.

    A video that was waiting while it was hidden is shown when it is due, as if nothing had been.
    """
    whole = Video.objects.select_related("asset", "next_asset", "author")
    video = whole.select_for_update(of=("self",)).filter(pk=video_id).first()
    if video is None:
        return
    was_listed = video.is_listed
    video.standing = standing
    video.standing_label = label[:200] if standing == Standing.LABELLED else ""
    video.restate()
    video.changed_at = clock.now()
    video.save(update_fields=["standing", "standing_label", "state", "removed_from", "changed_at"])
    publishing.settle_files(video)
    publishing.recount_replies(video)
    announce(VideoChanged(video.pk))
    if was_listed and not video.is_listed:
        announce(VideoWithdrawn(video.pk))
    publishing.show_if_due(video_id=video.pk)


@transaction.atomic
def judge_playlist(*, playlist_id: UUID, standing: Standing, label: str = "") -> None:
    """Likewise, of a playlist. The videos in it are judged each on its own."""
    playlist = Playlist.objects.select_for_update().filter(pk=playlist_id).first()
    if playlist is None:
        return
    playlist.standing = standing
    playlist.standing_label = label[:200] if standing == Standing.LABELLED else ""
    playlist.save(update_fields=["standing", "standing_label"])
    announce(PlaylistChanged(playlist.pk))
