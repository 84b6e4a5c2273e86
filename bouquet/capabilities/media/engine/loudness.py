"""How loud a sound track is, and by how much to turn it so that no video is louder than another (EBU R 128)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bouquet.capabilities.media.engine.ffmpeg import FfmpegFailed, reading, run
from bouquet.capabilities.media.engine.probes import Probe

# EBU R 128 s2 (streaming): programmes are delivered between -20 and -16 LUFS, true peaks at most -1 dBTP.
TARGET_LUFS: Final = -18.0
PEAK_DBTP: Final = -1.0
# R 128's absolute gate: what never rises above -70 LUFS is silence, and silence is not turned up.
_SILENCE_LUFS: Final = -69.9
# A whisper recorded with noise must not become a roar.
MOST_GAIN_DB: Final = 30.0
_LEAST_GAIN_DB: Final = -40.0


@dataclass(frozen=True)
class Loudness:
    """Integrated loudness in LUFS and highest peak in dBTP; both None for silence."""

    integrated_lufs: float | None
    peak_dbtp: float | None

    @property
    def gain_db(self) -> float:
        """By how much to turn the track up (or down, when negative)."""
        if self.integrated_lufs is None:
            return 0.0
        return max(_LEAST_GAIN_DB, min(MOST_GAIN_DB, TARGET_LUFS - self.integrated_lufs))

    @property
    def needs_limiter(self) -> bool:
        """Whether the highest peaks, turned up, would go over what R 128 allows."""
        return self.peak_dbtp is not None and self.peak_dbtp + self.gain_db > PEAK_DBTP


def measure(source: Path, probe: Probe, *, on_seconds: Callable[[float], None] | None = None) -> tuple[Loudness, ...]:
    """The loudness of each audible track, in the order of `probe.audible`, once mixed down to stereo.

    Raises `FfmpegStalled`. A track that breaks off is measured as far as it goes.
    """
    if not probe.audible:
        return ()
    graph = ";".join(
        f"[0:{stream.index}]aformat=channel_layouts=stereo,ebur128@t{number}=peak=sample:framelog=quiet[m{number}]"
        for number, stream in enumerate(probe.audible)
    )
    outputs = [part for number in range(len(probe.audible)) for part in ("-map", f"[m{number}]", "-f", "null", "-")]
    try:
        log = run([*reading(source, "-vn"), "-filter_complex", graph, *outputs], on_seconds=on_seconds)
    except FfmpegFailed as failed:
        log = failed.log
    return tuple(summary(log, f"t{number}") for number in range(len(probe.audible)))


def summary(log: str, name: str) -> Loudness:
    """Reads the summary that the filter `ebur128@name` wrote at its end."""
    _, found, text = log.partition(f"[ebur128@{name} @")
    text = text.partition("Summary:")[2] if found else ""
    integrated = re.search(r"I:\s+(-?[\d.]+|-inf|nan) LUFS", text)
    peak = re.search(r"Peak:\s+(-?[\d.]+|-inf|nan) dBFS", text)
    lufs = _number(integrated)
    if lufs is None or lufs <= _SILENCE_LUFS:
        return Loudness(None, None)
    return Loudness(lufs, _number(peak))


def _number(found: "re.Match[str] | None") -> float | None:
    if found is None or found.group(1) in ("-inf", "nan"):
        return None
    return float(found.group(1))
