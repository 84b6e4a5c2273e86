"""The encoders' settings: H.264 that every player of the last fifteen years knows, AAC stereo."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bouquet.capabilities.media.engine.ffmpeg import BITEXACT, PRIVATE, THREADS
from bouquet.capabilities.media.engine.filters import SOUND_RATE
from bouquet.capabilities.media.engine.ladder import Rung
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.engine.segments import SEGMENT_SECONDS

SOUND_KBPS: Final = 128
# Measured: three rungs of 30 s cost 11.5 CPU seconds in veryfast; slower presets double that for 6 % fewer bytes.
_PRESET: Final = "veryfast"
_MPEG: Final = ("mpeg", "mpegts")
# One track a file, every group of pictures a fragment. The header waits for the first of them (delay_moov), and then
# says in an edit list by how much pictures that are made of later ones show after they are decoded.
_FRAGMENTED: Final = "+frag_keyframe+delay_moov+default_base_moof"


def frames_per_segment(probe: Probe) -> int:
    """How many pictures make a segment: the same number on every rung, so that players can change at any of them."""
    return max(1, round(SEGMENT_SECONDS * probe.rate))


def ticks_per_second(probe: Probe) -> int:
    """A timescale in which every picture lasts a whole number of ticks, so that durations are exact."""
    rate = probe.rate
    return rate.numerator * -(-10_000 // rate.numerator)


def video_output(probe: Probe, rung: Rung, target: Path, *, beside: int) -> list[str]:
    """The arguments that write the filtered pictures `[v360]` to a fragmented file, `beside` how many rungs in all.

    The rungs of a run share the cores: more threads than cores cost 2 to 10 % more CPU and win no time.
    """
    group = frames_per_segment(probe)
    return [
        *("-map", f"[{rung.folder}]", "-c:v", "libx264", "-preset", _PRESET, "-profile:v", "high"),
        *("-crf", str(rung.crf), "-maxrate", f"{rung.video_kbps}k", "-bufsize", f"{2 * rung.video_kbps}k"),
        *("-g", str(group), "-keyint_min", str(group), "-sc_threshold", "0", "-pix_fmt", "yuv420p"),
        *("-threads:v", str(max(1, THREADS // beside)), "-video_track_timescale", str(ticks_per_second(probe))),
        *_fragmented(target, ()),
    ]


def sound_output(number: int, target: Path) -> list[str]:
    """The arguments that write the filtered sound `[a0]` to a fragmented file."""
    return [
        *(
            "-map",
            f"[a{number}]",
            "-c:a",
            "aac",
            "-aac_coder",
            "fast",
            "-b:a",
            f"{SOUND_KBPS}k",
            "-ar",
            str(SOUND_RATE),
            "-ac",
            "2",
        ),
        *_fragmented(target, ("-frag_duration", str(SEGMENT_SECONDS * 1_000_000))),
    ]


def every_stream(probe: Probe) -> list[str]:
    """Keeps ffmpeg's clock the same whatever is made: it counts MPEG streams from the first one that is *used*."""
    return ["-map", "0", "-c", "copy", "-ignore_unknown", "-f", "null", "-"] if probe.container in _MPEG else []


def _fragmented(target: Path, more: Sequence[str]) -> list[str]:
    return [*PRIVATE, *BITEXACT, "-movflags", _FRAGMENTED, *more, "-f", "mp4", f"file:{target}"]
