"""What a received file is: the result of probing, as plain values that travel through JSON."""

import json
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class AudioStream:
    """One sound track. `language` is a BCP 47 tag such as `fr`, or empty; `decodes` is false when it cannot be read."""

    index: int
    codec: str
    channels: int
    language: str = ""
    title: str = ""
    is_default: bool = False
    decodes: bool = True


@dataclass(frozen=True)
class TextStream:
    """One track of text subtitles (never pictures of text, such as PGS).

    `codec` is ffmpeg's name, or `raw_text` where it has none for plain cue texts (Matroska's S_TEXT/WEBVTT).
    """

    index: int
    codec: str
    language: str = ""
    title: str = ""


@dataclass(frozen=True)
class Chapter:
    """A named stretch, seconds from the beginning of the video."""

    start_seconds: float
    end_seconds: float
    title: str


@dataclass(frozen=True)
class Probe:
    """Everything the pipeline must know of a file.

    `width` and `height` are those of the upright picture with square pixels, both even. `fps` is the constant
    rate the renditions will have, as `fps_num/fps_den`. `rotation` is clockwise degrees to turn the coded picture,
    after mirroring it left to right when `mirrored`. `video_start_seconds` and `video_end_seconds` count from the
    container's first timestamp.
    """

    container: str
    duration_seconds: float
    width: int
    height: int
    coded_width: int
    coded_height: int
    fps_num: int
    fps_den: int
    video_codec: str
    video_index: int
    video_start_seconds: float = 0.0
    video_end_seconds: float = 0.0
    start_seconds: float = 0.0
    rotation: int = 0
    mirrored: bool = False
    sar: tuple[int, int] = (1, 1)
    is_variable_rate: bool = False
    is_interlaced: bool = False
    is_hdr: bool = False
    transfer: str = ""
    is_wide_gamut: bool = False
    is_rgb: bool = False
    full_range: bool = False
    colour_matrix: str = ""
    audio: tuple[AudioStream, ...] = ()
    texts: tuple[TextStream, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def rate(self) -> Fraction:
        """Frames per second, exactly."""
        return Fraction(self.fps_num, self.fps_den)

    @property
    def fps(self) -> float:
        """Frames per second."""
        return self.fps_num / self.fps_den

    @property
    def frames(self) -> int:
        """How many frames each rendition will have, if the whole file decodes."""
        return max(1, round(self.duration_seconds * self.rate))

    @property
    def audible(self) -> tuple[AudioStream, ...]:
        """The sound tracks that can be read."""
        return tuple(stream for stream in self.audio if stream.decodes)

    def to_json(self) -> str:
        """A text that `from_json` reads back to an equal probe."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Probe":
        """The probe that `to_json` wrote."""
        values: dict[str, Any] = json.loads(text)
        values["sar"] = tuple(values["sar"])
        values["audio"] = tuple(AudioStream(**stream) for stream in values["audio"])
        values["texts"] = tuple(TextStream(**stream) for stream in values["texts"])
        values["chapters"] = tuple(Chapter(**chapter) for chapter in values["chapters"])
        values["warnings"] = tuple(values["warnings"])
        return cls(**values)
