"""Chapters as the player reads them."""

from collections.abc import Sequence

from bouquet.capabilities.media.engine.captions import clock_time
from bouquet.capabilities.media.engine.probes import Chapter


def chapters_vtt(chapters: Sequence[Chapter], duration_seconds: float) -> str:
    """A WebVTT chapters track (W3C WebVTT §6.3). A chapter without an end lasts until the next, or to the end."""
    cues = ["WEBVTT"]
    following = [chapter.start_seconds for chapter in chapters[1:]] + [duration_seconds]
    for number, (chapter, following_start) in enumerate(zip(chapters, following, strict=True), start=1):
        end = chapter.end_seconds if chapter.end_seconds > chapter.start_seconds else following_start
        title = " ".join(chapter.title.replace("-->", "→").split()) or str(number)
        title = title.replace("&", "&amp;").replace("<", "&lt;")
        cues.append(f"{clock_time(chapter.start_seconds)} --> {clock_time(end)}\n{title}")
    return "\n\n".join(cues) + "\n"
