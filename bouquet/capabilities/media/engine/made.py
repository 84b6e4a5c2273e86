"""What the engine hands back: the renditions it made, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bouquet.capabilities.media.engine.ladder import Rung


@dataclass(frozen=True)
class Progress:
    """How much of the work is done, in seconds of video."""

    seconds_done: float
    seconds_total: float

    @property
    def fraction(self) -> float:
        """0 to 1."""
        return min(1.0, self.seconds_done / self.seconds_total) if self.seconds_total > 0 else 0.0


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class Made:
    """What a step made. `master` is None for a piece; `duration_seconds` is the true length of the video track."""

    rungs: tuple[Rung, ...]
    audio_tracks: int
    duration_seconds: float
    frames: int
    bytes_written: int
    master: Path | None = None
    warnings: tuple[str, ...] = ()
