"""What making the renditions costs, against one bare ffmpeg command that makes the same rungs and the same sound.

Both run on the same clips, in turns; of several turns the middle ratio counts. CPU seconds are ffmpeg's and our own
together. The pipeline is probing, loudness, every rung and sound, segments and playlists; posters and storyboard, which
the bare command does not make, are added in a row of their own.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bouquet.capabilities.media.engine.ffmpeg import run as ffmpeg
from bouquet.capabilities.media.engine.ladder import ladder
from bouquet.capabilities.media.engine.posters import posters
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.engine.probing import probe
from bouquet.capabilities.media.engine.storyboards import storyboard
from bouquet.capabilities.media.engine.transcoding import first_rung, rest_of_ladder

REAL_CLIP = Path("/work/shared/media/bbb_480p_30s_51audio.mp4")
REAL_PHONE = Path("/work/shared/media/android_720p_rot270_5s.mp4")


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU and of waiting."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Round:
    """One turn: the bare command, and the steps of the pipeline."""

    bare: Cost
    probing: Cost
    first: Cost
    rest: Cost
    pictures: Cost

    @property
    def renditions_cpu(self) -> float:
        return self.probing.cpu + self.first.cpu + self.rest.cpu

    @property
    def first_share(self) -> float:
        until_first = self.probing.wall + self.first.wall
        return until_first / (until_first + self.rest.wall)


def run() -> dict[str, Any]:
    """The rows of the table: `{"name": "transcode", "rows": [{"what", "value", "floor", "ratio", "goal", "met"}]}`."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="bouquet-bench-") as folder:
        root = Path(folder)
        for name, clip, rounds in (("480p clip", _clip_480p(root), 3), ("720p phone clip", _phone_clip(root), 1)):
            if rounds:
                rows += _rows(name, [_round(clip, root / f"{clip.stem}-{number}") for number in range(rounds)])
    return {"name": "transcode", "rows": rows}


def _rows(name: str, rounds: list[Round]) -> list[dict[str, Any]]:
    bare = median(turn.bare.cpu for turn in rounds)
    ours = median(turn.renditions_cpu for turn in rounds)
    everything = median(turn.renditions_cpu + turn.pictures.cpu for turn in rounds)
    first = median(turn.probing.wall + turn.first.wall for turn in rounds)
    whole = median(turn.probing.wall + turn.first.wall + turn.rest.wall for turn in rounds)
    share = median(turn.first_share for turn in rounds)
    ratio = median(turn.renditions_cpu / turn.bare.cpu for turn in rounds)
    ratio_of_all = median((turn.renditions_cpu + turn.pictures.cpu) / turn.bare.cpu for turn in rounds)
    return [
        _row(f"{name}: CPU s, all rungs and sound", ours, bare, ratio, 1.15),
        _row(f"{name}: CPU s, posters and storyboard too", everything, bare, ratio_of_all, 1.20),
        _row(f"{name}: s until the first rung plays, of the whole ladder", first, whole, share, 0.25),
    ]


def _row(what: str, value: float, floor: float, ratio: float, limit: float) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(value, 3),
        "floor": round(floor, 3),
        "ratio": round(ratio, 4),
        "goal": f"<={limit:.2f}",
        "met": ratio <= limit,
    }


def _round(clip: Path, out: Path) -> Round:
    found = probe(clip)
    out.mkdir()
    return Round(
        bare=_cost(lambda: _bare(clip, found, out)),
        probing=_cost(lambda: probe(clip)),
        first=_cost(lambda: first_rung(clip, found, out / "made")),
        rest=_cost(lambda: rest_of_ladder(clip, found, out / "made")),
        pictures=_cost(lambda: (posters(clip, found, out / "made"), storyboard(clip, found, out / "made"))),
    )


def _bare(clip: Path, found: Probe, out: Path) -> None:
    """What somebody who knows ffmpeg would type: the same rungs, presets and sound, as plain MP4 files.

    Threads are ffmpeg's own choice, as nobody types them; ours share the cores, which is part of what is measured.
    """
    rungs = ladder(found)
    graph = f"[0:v]split={len(rungs)}" + "".join(f"[s{rung.label}]" for rung in rungs)
    graph += "".join(f";[s{rung.label}]scale={rung.width}:{rung.height}[{rung.folder}]" for rung in rungs)
    outputs: list[str] = []
    for rung in rungs:
        outputs += ["-map", f"[{rung.folder}]", "-c:v", "libx264", "-preset", "veryfast", "-crf", str(rung.crf)]
        outputs += ["-maxrate", f"{rung.video_kbps}k", "-bufsize", f"{2 * rung.video_kbps}k", "-pix_fmt", "yuv420p"]
        outputs += ["-g", str(round(4 * found.rate)), str(out / f"{rung.name}.mp4")]
    if found.audible:
        outputs += [
            "-map",
            "0:a:0",
            "-c:a",
            "aac",
            "-aac_coder",
            "fast",
            "-b:a",
            "128k",
            "-ac",
            "2",
            str(out / "a.mp4"),
        ]
    ffmpeg(["-i", str(clip), "-filter_complex", graph, *outputs])


def _cost(work: Callable[[], object]) -> Cost:
    cpu, wall = _cpu(), time.perf_counter()
    work()
    return Cost(_cpu() - cpu, time.perf_counter() - wall)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _clip_480p(root: Path) -> Path:
    """The real clip where the collection is, else a generated one of the same size and length."""
    if REAL_CLIP.exists():
        return REAL_CLIP
    return _generated(root / "clip480.mp4", "854x480", 24)


def _phone_clip(root: Path) -> Path:
    """Thirty seconds as phones film them, held upright: a real five seconds six times over, else a generated clip."""
    path = root / "phone720.mp4"
    if not REAL_PHONE.exists():
        return _generated(path, "1280x720", 30)
    ffmpeg(["-stream_loop", "5", "-i", str(REAL_PHONE), "-t", "30", "-c", "copy", str(path)])
    return path


def _generated(path: Path, size: str, rate: int) -> Path:
    picture = f"testsrc2=size={size}:rate={rate}:duration=30"
    sound = "anoisesrc=color=pink:amplitude=0.3:duration=30:sample_rate=48000"
    coded = ["-c:v", "libx264", "-preset", "superfast", "-crf", "23", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2"]
    ffmpeg(["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *coded, str(path)])
    return path
