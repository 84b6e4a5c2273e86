"""What search knows: the words of videos that lists may show, and of no others."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from modelsearch import index

from bouquet.foundation.text.folding import spaced
from bouquet.sites.videos.actions import purging
from bouquet.sites.videos.models import Video, VideoText

LONGEST_BODY = 4000


@transaction.atomic
def index_video(*, video_id: UUID) -> None:
    """Make search know `video` as it is now, or forget it. Safe to repeat."""
    video = Video.objects.select_related("author", "category").filter(pk=video_id).first()
    if video is None or not video.is_listed:
        forget_video(video_id=video_id)
        return
    text, _is_new = VideoText.objects.update_or_create(
        video=video, defaults={"title": spaced(video.title)[:200], "body": _body(video)}
    )
    index.insert_or_update_object(text)
    purging.purge_search()


@transaction.atomic
def forget_video(*, video_id: UUID) -> None:
    """Take a video out of the index."""
    for text in VideoText.objects.filter(video=video_id):
        index.remove_object(text)
        text.delete()
        purging.purge_search()


def _body(video: Video) -> str:
    shelf = " ".join(video.category.names.values()) if video.category else ""
    words = (video.author.display_name, video.author.handle, *(tag["name"] for tag in video.tag_list), shelf)
    return spaced(" ".join((*words, video.description)))[:LONGEST_BODY]
