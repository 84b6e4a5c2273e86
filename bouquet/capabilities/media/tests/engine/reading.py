"""Reads back what the engine wrote with an independent reader (PyAV), as numbers tests can compare."""

from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from PIL import Image

SMALL = (24, 24)


@dataclass(frozen=True)
class Track:
    """The pictures of a playlist or file: their times, keyframes, and the first picture as decoded."""

    times: tuple[float, ...]
    keyframes: tuple[float, ...]
    first: Any
    sar: Any
    profile: str

    @property
    def steps(self) -> set[float]:
        return {round(later - earlier, 4) for earlier, later in pairwise(self.times)}


def pictures(path: Path) -> Track:
    """Every picture of a file, decoded."""
    with closing(av.open(str(path))) as container:
        stream = container.streams.video[0]
        frames = [(frame.time, frame.key_frame) for frame in container.decode(stream)]
        sar, profile = stream.codec_context.sample_aspect_ratio, stream.codec_context.profile
    with closing(av.open(str(path))) as container:
        first = next(container.decode(container.streams.video[0]))
    times = tuple(float(time) for time, _ in frames)
    return Track(times, tuple(float(time) for time, key in frames if key), first, sar, str(profile))


@dataclass(frozen=True)
class Sound:
    """A sound track, decoded: channels, rate, when it starts, how long it is."""

    channels: int
    rate: int
    start: float
    seconds: float


def sound(path: Path) -> Sound:
    """The first sound track of a file, decoded to its end."""
    with closing(av.open(str(path))) as container:
        stream = container.streams.audio[0]
        start, samples = None, 0
        for frame in container.decode(stream):
            start = float(frame.time or 0) if start is None else start
            samples += frame.samples
        context = stream.codec_context
        return Sound(context.channels, context.sample_rate, start or 0.0, samples / context.sample_rate)


def picture_at(path: Path, seconds: float, *, upright: bool = False) -> Image.Image:
    """The picture that shows at `seconds` from the first one, turned as its display matrix says if `upright`."""
    with closing(av.open(str(path))) as container:
        first, shown = None, None
        for frame in container.decode(container.streams.video[0]):
            first = frame.time if first is None else first
            if shown is not None and frame.time - first > seconds + 0.001:
                break
            shown = frame
        assert shown is not None
        image: Image.Image = shown.to_image()  # type: ignore[no-untyped-call]
        return image.rotate(shown.rotation, expand=True) if upright else image


def likeness(one: Image.Image, other: Image.Image) -> float:
    """How alike two pictures are when small and grey: 1 the same, 0 unrelated, -1 opposite (Pearson's correlation)."""
    a, b = (list(image.convert("L").resize(SMALL).tobytes()) for image in (one, other))
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    product = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    norm = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return product / norm if norm else 1.0


def onset(path: Path) -> float:
    """When a sound first becomes loud (a tenth of full scale), in seconds from the start of the file's clock.

    Edit lists of an MP4 are ignored, as some players do.
    """
    options = {"ignore_editlist": "1"} if path.suffix == ".mp4" else {}
    with closing(av.open(str(path), options=options)) as container:
        for frame in container.decode(container.streams.audio[0]):
            # Floats of four bytes, the first channel alone (or the only one).
            samples = memoryview(bytes(frame.planes[0])).cast("f")[: frame.samples]
            loud = [at for at, value in enumerate(samples) if abs(value) > 0.1]
            if loud:
                return float(frame.time or 0) + loud[0] / frame.sample_rate
    raise AssertionError("it stays silent")
