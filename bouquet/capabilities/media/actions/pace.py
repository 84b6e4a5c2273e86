"""How far a job is, and an honest guess of how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from bouquet.capabilities.media.engine.ladder import Rung, ladder
from bouquet.capabilities.media.engine.probes import Probe

# Decoding and filtering a source pixel costs about this much of coding one (measured on 1080p H.264 to four rungs).
_DECODING = 0.35
# Playlists, previews and downloads after the last rung.
_TAIL = 0.03
_SMOOTHING_SECONDS = 8.0


def megapixels(probe: Probe, rungs: tuple[Rung, ...]) -> float:
    """What one decode into `rungs` costs, in millions of coded pixels."""
    if not rungs:
        return 0.0
    source = _DECODING * probe.coded_width * probe.coded_height
    return probe.frames * (source + sum(rung.width * rung.height for rung in rungs)) / 1e6


def first_share(probe: Probe) -> float:
    """Which part of all the work the first rung is, 0 to 1."""
    rungs = ladder(probe)
    first, rest = megapixels(probe, rungs[:1]), megapixels(probe, rungs[1:])
    return first / (first + rest) if first + rest else 1.0


class Pace:
    """Turns the fraction of a stage into a percentage of the whole and the seconds left, from the measured speed."""

    def __init__(self, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._start, self._end = 0.0, 1.0
        self._done = 0.0
        self._speed: float | None = None
        self._heard_at = ticks()

    def stage(self, start: float, end: float) -> None:
        """What follows is the work between `start` and `end` of the whole, both 0 to 1."""
        self._start, self._end = start, end
        self._done = start
        self._heard_at = self._ticks()

    def note(self, fraction: float, *, workers: int = 1) -> None:
        """`fraction` of the stage is done; `workers` share what is left of it."""
        done = self._start + (self._end - self._start) * fraction
        now = self._ticks()
        passed = now - self._heard_at
        if passed < 0.2 or done <= self._done:
            return
        speed = workers * (done - self._done) / passed
        # Exponential smoothing in time: one slow second does not make the guess jump.
        weight = min(1.0, passed / _SMOOTHING_SECONDS)
        self._speed = speed if self._speed is None else self._speed + weight * (speed - self._speed)
        self._done, self._heard_at = done, now

    def overall(self) -> tuple[int, int | None]:
        """Percent done of the whole (99 at most: 100 is said when it is true), and seconds left if anyone can tell."""
        percent = min(99, int(100 * self._done * (1 - _TAIL)))
        if not self._speed:
            return percent, None
        return percent, max(1, round((1 - self._done) / self._speed * (1 + _TAIL)))
