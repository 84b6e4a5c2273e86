"""A sound anyone recorded or has, made light and playable everywhere: AAC and Opus, without its tags."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bouquet.capabilities.media.engine.ffmpeg import BITEXACT, PRIVATE, FfmpegFailed, reading, run

SUFFIXES: Final = ("mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "weba")
MOST_SECONDS: Final = 15 * 60
# How loud each of so many parts is, as letters: 0 is A, 63 is the last.
PARTS: Final = 48
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_OUTLINE_RATE: Final = 8000
# People wait in pages for this: of many at once, each takes its turn.
_turns = threading.BoundedSemaphore(2)


class NotASound(ValueError):
    """No sound can be read from it."""


class TooLong(NotASound):
    """It lasts longer than `MOST_SECONDS`."""


@dataclass(frozen=True)
class Heard:
    """`seconds` it lasts, and its outline."""

    seconds: float
    peaks: str


def develop(source: Path, out: Path, *, is_voice: bool) -> Heard:
    """Writes `sound.m4a` (AAC) and `sound.weba` (Opus) into the folder `out`. Raises NotASound, TooLong.

    Both, because no single form plays in every browser there is. A voice is kept in one channel.
    """
    aac, opus, channels = ("64k", "32k", "1") if is_voice else ("128k", "96k", "2")
    outline = out / "outline.raw"
    common = ("-map", "0:a:0", "-map_chapters", "-1", *PRIVATE, *BITEXACT, "-t", str(MOST_SECONDS + 1))
    arguments = [
        *reading(source, "-vn", "-sn", "-dn"),
        *(*common, "-ac", channels, "-ar", "48000", "-c:a", "aac", "-b:a", aac, "-movflags", "+faststart"),
        *("-f", "mp4", f"file:{out / 'sound.m4a'}"),
        *(*common, "-ac", channels, "-ar", "48000", "-c:a", "libopus", "-b:a", opus, "-f", "webm"),
        f"file:{out / 'sound.weba'}",
        *(*common, "-ac", "1", "-ar", str(_OUTLINE_RATE), "-c:a", "pcm_s16le", "-f", "s16le", f"file:{outline}"),
    ]
    try:
        with _turns:
            run(arguments, stall_seconds=30)
    except FfmpegFailed as failed:
        raise NotASound from failed
    loud = np.abs(np.fromfile(outline, dtype="<i2").astype(np.int32))
    outline.unlink()
    seconds = len(loud) / _OUTLINE_RATE
    if not len(loud):
        raise NotASound
    if seconds > MOST_SECONDS:
        raise TooLong
    return Heard(seconds, _outline(loud))


def _outline(loud: np.ndarray) -> str:
    """The loudest moment of each part, beside the loudest of all."""
    highest = [int(part.max()) if len(part) else 0 for part in np.array_split(loud, PARTS)]
    most = max(highest) or 1
    return "".join(LETTERS[round(one * (len(LETTERS) - 1) / most)] for one in highest)
