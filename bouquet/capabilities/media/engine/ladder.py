"""Which qualities are made of a video: never larger than the video itself."""

from dataclasses import dataclass
from math import ceil, pow, sqrt
from typing import Final, Protocol

LABELS: Final = (240, 360, 480, 720, 1080)

# kbit/s a rung may not exceed at 16:9 and up to 30 frames per second; x264 stays below it whenever crf asks for less.
_CAPS: Final = {240: 400, 360: 800, 480: 1400, 720: 2800, 1080: 5000}
_CAP_PIXELS: Final = {240: 426 * 240, 360: 640 * 360, 480: 854 * 480, 720: 1280 * 720, 1080: 1920 * 1080}

# A source between two labels gets a rung of its own size only when that shows: 10 % more than the label below.
_WORTH_ITS_OWN: Final = 1.1


class Sized(Protocol):
    """What the ladder must know of a video."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def fps(self) -> float: ...


@dataclass(frozen=True)
class Rung:
    """One quality.

    `label` is the p number people know: the video fits a box of 16:9 whose short side is `label` (upright for
    portrait videos). `width` and `height` are pixels, both even. `name` is `360p`, `folder` is `v360`.
    """

    label: int
    width: int
    height: int
    video_kbps: int
    crf: int

    @property
    def name(self) -> str:
        """What menus show."""
        return f"{self.label}p"

    @property
    def folder(self) -> str:
        """Where its segments are, below the folder of the video."""
        return f"v{self.label}"


def ladder(video: Sized) -> tuple[Rung, ...]:
    """The rungs of a video, smallest first: 240p to 1080p, never above the source, at least one."""
    own = label_of(video.width, video.height)
    labels = [label for label in LABELS if label <= own]
    if not labels or (own < LABELS[-1] and own >= labels[-1] * _WORTH_ITS_OWN):
        labels.append(own)
    return tuple(_rung(video, label, own) for label in labels)


def label_of(width: int, height: int) -> int:
    """The p number of a size: the short side of the smallest 16:9 box (upright for portrait) that holds it."""
    long, short = max(width, height), min(width, height)
    return max(short, -(-(long - 1) * 9 // 16))


def _rung(video: Sized, label: int, own: int) -> Rung:
    width, height = video.width, video.height
    if label < own:
        scale = label / own
        width, height = _even(width * scale), _even(height * scale)
    return Rung(label, width, height, _kbps(width * height, video.fps), crf=23)


def _even(length: float) -> int:
    return max(2, ceil(length / 2 - 0.5) * 2)


def _kbps(pixels: int, fps: float) -> int:
    nearest = min(LABELS, key=lambda label: abs(_CAP_PIXELS[label] - pixels))
    # Bits grow slower than pixels and than frames: the usual rule of the power 0.75, and of the root.
    cap = _CAPS[nearest] * pow(pixels / _CAP_PIXELS[nearest], 0.75)
    return max(100, round(cap * (sqrt(fps / 30) if fps > 30 else 1.0)))
